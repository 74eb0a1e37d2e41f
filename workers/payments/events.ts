import { orderCancelled, orderConfirmed } from "#contract/orders";
import { type Hearing, hears } from "#kernel/events/events";
import type { PaymentsService } from "./payments.service";

/** Returns the event handlers. The state of a payment prevents a second effect of a duplicate. */
export const paymentHandlers = (payments: PaymentsService): Hearing[] => [
  hears(orderConfirmed, ({ orderId }) => payments.capture(orderId)),
  hears(orderCancelled, ({ orderId }) => payments.abandon(orderId)),
];
