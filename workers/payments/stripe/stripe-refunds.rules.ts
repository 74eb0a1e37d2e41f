import type Stripe from "stripe";
import type { RefundState } from "#contract/payments";
import type { ProviderRefund, RefundAttempt } from "#payments/provider.port";
import { fromStripe, toStripe } from "./stripe-currencies.rules";

/** The shop's refund state for each status of a Stripe refund. An unknown status counts as pending. */
const STATE_OF: Record<string, RefundState> = {
  pending: "pending",
  requires_action: "pending",
  succeeded: "succeeded",
  failed: "failed",
  canceled: "failed",
};

/** Returns the id of an object that Stripe names by its id or returns in full. */
export const idOf = (named: string | { id: string } | null | undefined): string =>
  (typeof named === "string" ? named : named?.id) ?? "";

/** Returns a refund in the shop's words. */
export const refundFrom = (refund: Stripe.Refund): ProviderRefund => {
  const state = STATE_OF[refund.status ?? ""] ?? "pending";
  return {
    ref: refund.id,
    refundId: refund.metadata?.refund_id ?? null,
    paymentRef: idOf(refund.payment_intent),
    state,
    amount: fromStripe(refund.amount, refund.currency.toUpperCase()),
    failureCode: state === "failed" ? (refund.failure_reason ?? refund.status) : null,
  };
};

/** Returns the parameters of a new refund. They contain no personal data. */
export const refundParams = (attempt: RefundAttempt): Stripe.RefundCreateParams => ({
  payment_intent: attempt.paymentRef,
  amount: toStripe(attempt.amount),
  metadata: { order_id: attempt.orderId, refund_id: attempt.refundId },
  ...(attempt.reason ? { reason: attempt.reason } : {}),
});
