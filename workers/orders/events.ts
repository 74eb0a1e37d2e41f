import { paymentRequested } from "#contract/orders";
import { paymentAuthorized, paymentFailed, paymentSucceeded } from "#contract/payments";
import { type Hearing, hears } from "#kernel/events";
import type { SettlingService } from "./settling.service";

/** What the orders hear. All but the receipt of money are "look again", so twice or late is harmless. */
export const orderHearings = (settling: SettlingService): Hearing[] => [
  hears(paymentRequested, ({ orderId }) => settling.advance(orderId)),
  hears(paymentAuthorized, ({ orderId }) => settling.advance(orderId)),
  hears(paymentFailed, ({ orderId }) => settling.advance(orderId)),
  hears(paymentSucceeded, ({ orderId }, event) => settling.markPaid(orderId, event.id)),
];
