import { paymentRequested } from "#events/orders";
import {
  paymentAuthorized,
  paymentDisputed,
  paymentFailed,
  paymentRefunded,
  paymentRefundFailed,
  paymentSucceeded,
} from "#events/payments";
import { userErased } from "#events/users";
import { AppError } from "#kernel/errors";
import { type EventHandler, handles } from "#kernel/events/events";
import type {
  PaymentProgressService,
  Stuck,
} from "#orders/payment-progress/payment-progress.service";
import type { PrivacyService } from "#orders/privacy/privacy.service";

/** @throws the error of an order that could not be moved, so that its event is delivered again */
const orThrow = async (work: Promise<Stuck[]>) => {
  const [stuck] = await work;
  if (stuck) throw new AppError(stuck.code);
};

/**
 * The event handlers of orders. All read the current state, so events may arrive twice, late or out of
 * order.
 */
export const orderHandlers = (
  progress: PaymentProgressService,
  privacy: PrivacyService,
): EventHandler[] => [
  handles(paymentRequested, ({ orderId }) => orThrow(progress.advance([orderId]))),
  handles(paymentAuthorized, ({ orderId }) => orThrow(progress.advance([orderId]))),
  handles(paymentFailed, ({ orderId }) => orThrow(progress.reconcile([orderId]))),
  handles(paymentSucceeded, ({ orderId }) => orThrow(progress.reconcile([orderId]))),
  handles(paymentDisputed, ({ orderId }) => orThrow(progress.reconcile([orderId]))),
  handles(paymentRefunded, ({ orderId }) => orThrow(progress.reconcile([orderId]))),
  handles(paymentRefundFailed, ({ orderId }) => orThrow(progress.reconcile([orderId]))),
  handles(userErased, ({ userId }) => privacy.erase(userId)),
];
