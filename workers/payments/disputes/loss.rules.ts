import { AppError } from "#kernel/errors";
import type { PaymentRow } from "#payments/payments.statements";
import type { ProviderDispute } from "#payments/provider.port";
import type { NewRefund, RefundRow } from "#payments/refunds/refunds.statements";

/** Why a refund that books a lost dispute has failed: an appeal won the money back. */
export const DISPUTE_WON = "dispute_won";

/** What a dispute finds in the shop: the payment, its refunds, and the one that books its loss. */
export interface Loss {
  payment: PaymentRow;
  refunds: readonly RefundRow[];
  booked: RefundRow | undefined;
}

/**
 * Returns the amount that a lost dispute took: no more than what refunds have left of the payment. A bank may take
 * money that a refund has given back before; the dispute shows its own amount.
 * @throws AppError `conflict` while a pending refund reserves the amount, which the provider will refuse
 */
const takenMinor = ({ amount }: ProviderDispute, { payment, refunds }: Loss) => {
  if (amount.currency !== payment.currency || payment.state !== "succeeded") return 0;
  const returnedMinor = refunds
    .filter(({ state }) => state === "succeeded")
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const taken = Math.min(amount.amount, payment.capturedMinor - returnedMinor);
  if (taken > payment.capturedMinor - payment.refundedMinor)
    throw new AppError("conflict", "A pending refund reserves the amount of the dispute.");
  return taken;
};

/** Returns the refund that books a lost dispute; undefined if it is booked, or if nothing was left to take. */
export const lossOf = (
  refundId: string,
  reported: ProviderDispute,
  loss: Loss,
  nowMs: number,
): NewRefund | undefined => {
  if (reported.state !== "lost" || loss.booked) return undefined;
  const amountMinor = takenMinor(reported, loss);
  if (amountMinor === 0) return undefined;
  const { id: paymentId, orderId, attempt, currency } = loss.payment;
  return {
    id: refundId,
    ...{ paymentId, orderId, attempt, currency, amountMinor },
    ...{ state: "succeeded", origin: "dispute", reason: null },
    ...{ failureCode: null, providerRef: null, sequence: 1 },
    ...{ createdAt: nowMs, updatedAt: nowMs },
  };
};

/** Returns the booked loss of a dispute that an appeal has won. */
export const recoveryOf = ({ state }: ProviderDispute, { booked }: Loss): RefundRow | undefined =>
  state === "won" && booked?.state === "succeeded" ? booked : undefined;
