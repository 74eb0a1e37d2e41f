import { locationChanged, paymentRequested, refundRequested } from "#events/orders";
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
import type { ChargesService } from "#orders/charges/charges.service";
import type { DisputesService } from "#orders/disputes/disputes.service";
import type { LocationsService } from "#orders/locations/locations.service";
import type { Stuck } from "#orders/payment-progress/match-orders.service";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import type { PrivacyService } from "#orders/privacy/privacy.service";
import type { RefundSettlement } from "#orders/refunds/refund-settlement.service";
import { isLaterCharge } from "#payments/charges.contract";

/** @throws the error of an order that could not be moved, so that its event is delivered again */
const orThrow = async (work: Promise<Stuck[]>) => {
  const [stuck] = await work;
  if (stuck) throw new AppError(stuck.code);
};

interface Services {
  progress: PaymentProgressService;
  charges: ChargesService;
  settlement: RefundSettlement;
  disputes: DisputesService;
  privacy: PrivacyService;
  locations: Pick<LocationsService, "announceStock">;
}

/**
 * The event handlers of orders. All read the current state, so events may arrive twice, late or out of
 * order.
 */
export const orderHandlers = (services: Services): EventHandler[] => {
  const { progress, charges, settlement, disputes, privacy, locations } = services;
  const byPayment = (orderId: string, attempt: number) =>
    isLaterCharge(attempt) ? charges.advance([orderId]) : progress.reconcile([orderId]);
  return [
    handles(paymentRequested, async ({ orderId }) => {
      await orThrow(progress.advance([orderId]));
      await orThrow(charges.advance([orderId]));
    }),
    handles(paymentAuthorized, ({ orderId, attempt = 1 }) =>
      orThrow(isLaterCharge(attempt) ? charges.advance([orderId]) : progress.advance([orderId])),
    ),
    handles(paymentFailed, ({ orderId, attempt = 1 }) => orThrow(byPayment(orderId, attempt))),
    handles(paymentSucceeded, ({ orderId, attempt = 1 }) => orThrow(byPayment(orderId, attempt))),
    handles(paymentDisputed, ({ orderId }) => disputes.follow(orderId)),
    handles(refundRequested, ({ orderId }) => settlement.settle(orderId)),
    handles(paymentRefunded, ({ orderId }) => settlement.follow(orderId)),
    handles(paymentRefundFailed, ({ orderId }) => settlement.follow(orderId)),
    handles(locationChanged, ({ locationId }) => locations.announceStock(locationId)),
    handles(userErased, ({ userId }) => privacy.erase(userId)),
  ];
};
