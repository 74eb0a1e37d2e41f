import * as z from "zod";
import type { RefundState } from "#contract/payments";
import { money } from "#kernel/money";
import type { ProviderRefund, RefundAttempt } from "#payments/provider.port";

/** The notes of a refund, with the shop's id. */
const Notes = z.preprocess(
  (given) => (Array.isArray(given) ? {} : given),
  z.object({ refund_id: z.string().optional() }),
);

/** The parts of a refund that are read. */
export const RazorpayRefund = z.object({
  id: z.string(),
  payment_id: z.string(),
  amount: z.int(),
  currency: z.string(),
  status: z.string(),
  notes: Notes,
});
export type RazorpayRefund = z.infer<typeof RazorpayRefund>;

/** The shop's refund state for each status of a refund. An unknown status counts as pending. */
const STATE_OF: Partial<Record<string, RefundState>> = {
  processed: "succeeded",
  failed: "failed",
};

/** Returns a refund in the shop's words. The reference of its payment is the order of Razorpay. */
export const refundFrom = (refund: RazorpayRefund, paymentRef: string): ProviderRefund => {
  const state = STATE_OF[refund.status] ?? "pending";
  return {
    ref: refund.id,
    refundId: refund.notes.refund_id ?? null,
    paymentRef,
    state,
    amount: money(refund.amount, refund.currency),
    failureCode: state === "failed" ? "refund_failed" : null,
  };
};

/** Returns the parameters of a new refund. They contain no personal data. */
export const refundParams = ({ amount, orderId, refundId }: RefundAttempt) => ({
  amount: amount.amount,
  receipt: refundId,
  notes: { order_id: orderId, refund_id: refundId },
});
