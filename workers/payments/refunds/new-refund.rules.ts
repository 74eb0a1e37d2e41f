import { REFUND_REASONS, type RefundRequest } from "#contract/payments";
import { money } from "#kernel/money";
import type { PaymentRow } from "#payments/payments.statements";
import type { ProviderRefund, RefundAttempt } from "#payments/provider.port";
import type { NewRefund, RefundRow } from "./refunds.statements";

const refundBy = ({ id: paymentId, orderId, attempt, currency }: PaymentRow, nowMs: number) => ({
  paymentId,
  orderId,
  attempt,
  currency,
  failureCode: null,
  createdAt: nowMs,
  updatedAt: nowMs,
});

/** Returns the row of a refund, before the first call to its provider. */
export const pendingRefund = (
  { refundId, amount, reason }: RefundRequest,
  payment: PaymentRow,
  nowMs: number,
): NewRefund => ({
  ...refundBy(payment, nowMs),
  id: refundId,
  amountMinor: amount.amount,
  state: "pending",
  origin: "shop",
  reason: REFUND_REASONS.find((known) => known === reason) ?? null,
  providerRef: null,
  sequence: 0,
});

/**
 * Returns the refund of what a provider that captures the whole took beyond the wanted part; undefined if
 * nothing is to be refunded.
 */
export const restRefund = (
  refundId: string,
  payment: PaymentRow,
  { state, capturedMinor, updatedAt }: Pick<PaymentRow, "state" | "capturedMinor" | "updatedAt">,
): NewRefund | undefined => {
  const { orderId, attempt, currency, capturePartMinor } = payment;
  if (state !== "succeeded" || capturePartMinor === null) return undefined;
  const restMinor = capturedMinor - capturePartMinor;
  if (restMinor <= 0) return undefined;
  const amount = money(restMinor, currency);
  return pendingRefund({ refundId, orderId, attempt, amount, reason: null }, payment, updatedAt);
};

/** Returns the row of a refund that was found at the provider. */
export const foundRefund = (
  id: string,
  reported: ProviderRefund,
  payment: PaymentRow,
  nowMs: number,
): NewRefund => ({
  ...refundBy(payment, nowMs),
  id,
  amountMinor: reported.amount.amount,
  state: reported.state,
  origin: reported.refundId === id ? "shop" : "provider",
  reason: null,
  providerRef: reported.ref,
  sequence: 1,
});

export const refundAttemptOf = (row: RefundRow, paymentRef: string): RefundAttempt => ({
  refundId: row.id,
  orderId: row.orderId,
  paymentRef,
  amount: { amount: row.amountMinor, currency: row.currency },
  reason: row.reason,
});
