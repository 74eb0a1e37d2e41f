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
import type { DisputesService } from "#orders/disputes/disputes.service";
import type { LocationsService } from "#orders/locations/locations.service";
import type { Stuck } from "#orders/payment-progress/match-orders.service";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import type { PrivacyService } from "#orders/privacy/privacy.service";
import type { RefundSettlement } from "#orders/refunds/refund-settlement.service";

/** @throws the error of an order that could not be moved, so that its event is delivered again */
const orThrow = async (work: Promise<Stuck[]>) => {
  const [stuck] = await work;
  if (stuck) throw new AppError(stuck.code);
};

interface Services {
  progress: PaymentProgressService;
  settlement: RefundSettlement;
  disputes: DisputesService;
  privacy: PrivacyService;
  locations: Pick<LocationsService, "announceStock">;
}

/**
 * The event handlers of orders. All read the current state, so events may arrive twice, late or out of
 * order.
 */
export const orderHandlers = ({
  progress,
  settlement,
  disputes,
  privacy,
  locations,
}: Services): EventHandler[] => [
  handles(paymentRequested, ({ orderId }) => orThrow(progress.advance([orderId]))),
  handles(paymentAuthorized, ({ orderId }) => orThrow(progress.advance([orderId]))),
  handles(paymentFailed, ({ orderId }) => orThrow(progress.reconcile([orderId]))),
  handles(paymentSucceeded, ({ orderId }) => orThrow(progress.reconcile([orderId]))),
  handles(paymentDisputed, ({ orderId }) => disputes.follow(orderId)),
  handles(refundRequested, ({ orderId }) => settlement.settle(orderId)),
  handles(paymentRefunded, ({ orderId }) => settlement.follow(orderId)),
  handles(paymentRefundFailed, ({ orderId }) => settlement.follow(orderId)),
  handles(locationChanged, ({ locationId }) => locations.announceStock(locationId)),
  handles(userErased, ({ userId }) => privacy.erase(userId)),
];
