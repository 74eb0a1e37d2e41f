import { orderCancelled, orderConfirmed } from "#contract/orders";
import { type Hearing, hears } from "#kernel/events";
import type { PaymentsService } from "./payments.service";

/** What the payments hear. A payment's own state makes each of these happen once. */
export const paymentHearings = (payments: PaymentsService): Hearing[] => [
  hears(orderConfirmed, ({ orderId }) => payments.capture(orderId)),
  hears(orderCancelled, ({ orderId }) => payments.abandon(orderId)),
];
