import { orderCancelled, orderConfirmed } from "#events/orders";
import { type EventHandler, handles } from "#kernel/events/events";
import type { PaymentsService } from "./payments.service";

/** Returns the event handlers. The state of a payment prevents a second effect of a duplicate. */
export const paymentHandlers = (payments: PaymentsService): EventHandler[] => [
  handles(orderConfirmed, ({ orderId }) => payments.capture(orderId)),
  handles(orderCancelled, ({ orderId, wasConfirmed = false }) =>
    payments.abandon(orderId, { wasConfirmed }),
  ),
];
