import { paymentRequested } from "#contract/orders";
import { paymentAuthorized, paymentFailed, paymentSucceeded } from "#contract/payments";
import { userErased } from "#contract/users";
import { type Hearing, hears } from "#kernel/events";
import type { PeopleService } from "./people.service";
import type { SettlingService } from "./settling.service";

/** What the orders hear. All of it means "look again", so twice, late or out of order is harmless. */
export const orderHearings = (settling: SettlingService, people: PeopleService): Hearing[] => [
  hears(paymentRequested, ({ orderId }) => settling.advance(orderId)),
  hears(paymentAuthorized, ({ orderId }) => settling.advance(orderId)),
  hears(paymentFailed, ({ orderId }) => settling.reconsider(orderId)),
  hears(paymentSucceeded, ({ orderId }) => settling.reconsider(orderId)),
  hears(userErased, ({ userId }) => people.erase(userId)),
];
