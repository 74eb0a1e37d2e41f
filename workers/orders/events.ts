import { paymentRequested } from "#contract/orders";
import { paymentAuthorized, paymentFailed, paymentSucceeded } from "#contract/payments";
import { userErased } from "#contract/users";
import { AppError } from "#kernel/errors";
import { type Hearing, hears } from "#kernel/events/events";
import type { PaymentProgressService, Stuck } from "./payment-progress.service";
import type { PrivacyService } from "./privacy.service";

/** @throws the problem of an order that could not be brought on: its event comes again */
const orThrow = async (work: Promise<Stuck[]>) => {
  const [stuck] = await work;
  if (stuck) throw new AppError(stuck.code);
};

/** What the orders hear. All of it means "look again", so twice, late or out of order is harmless. */
export const orderHearings = (
  progress: PaymentProgressService,
  privacy: PrivacyService,
): Hearing[] => [
  hears(paymentRequested, ({ orderId }) => orThrow(progress.advance([orderId]))),
  hears(paymentAuthorized, ({ orderId }) => orThrow(progress.advance([orderId]))),
  hears(paymentFailed, ({ orderId }) => orThrow(progress.reconcile([orderId]))),
  hears(paymentSucceeded, ({ orderId }) => orThrow(progress.reconcile([orderId]))),
  hears(userErased, ({ userId }) => privacy.erase(userId)),
];
