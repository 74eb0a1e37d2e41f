import { paymentRequested } from "#contract/orders";
import { paymentAuthorized, paymentFailed, paymentSucceeded } from "#contract/payments";
import { userErased } from "#contract/users";
import { AppError } from "#kernel/errors";
import { type Hearing, hears } from "#kernel/events";
import type { SettlingService, Stuck } from "./payment-progress.service";
import type { PeopleService } from "./privacy.service";

/** @throws the problem of an order that could not be brought on: its event comes again */
const orThrow = async (work: Promise<Stuck[]>) => {
  const [stuck] = await work;
  if (stuck) throw new AppError(stuck.code);
};

/** What the orders hear. All of it means "look again", so twice, late or out of order is harmless. */
export const orderHearings = (settling: SettlingService, people: PeopleService): Hearing[] => [
  hears(paymentRequested, ({ orderId }) => orThrow(settling.advance([orderId]))),
  hears(paymentAuthorized, ({ orderId }) => orThrow(settling.advance([orderId]))),
  hears(paymentFailed, ({ orderId }) => orThrow(settling.reconsider([orderId]))),
  hears(paymentSucceeded, ({ orderId }) => orThrow(settling.reconsider([orderId]))),
  hears(userErased, ({ userId }) => people.erase(userId)),
];
