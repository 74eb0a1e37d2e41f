import { paymentRequested } from "#contract/orders";
import { paymentAuthorized, paymentFailed, paymentSucceeded } from "#contract/payments";
import { type Hearing, hears } from "#kernel/events";
import type { SettlingService } from "./settling.service";

/** What the orders hear. All of it means "look again", so twice, late or out of order is harmless. */
export const orderHearings = (settling: SettlingService): Hearing[] => [
  hears(paymentRequested, ({ orderId }) => settling.advance(orderId)),
  hears(paymentAuthorized, ({ orderId }) => settling.advance(orderId)),
  hears(paymentFailed, ({ orderId }) => settling.reconsider(orderId)),
  hears(paymentSucceeded, ({ orderId }) => settling.reconsider(orderId)),
];
