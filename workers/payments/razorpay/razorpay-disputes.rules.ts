import * as z from "zod";
import type { DisputeState } from "#contract/payments";
import { money } from "#kernel/money";
import type { ProviderDispute } from "#payments/provider.port";

/** The parts of a dispute that are read. */
export const RazorpayDispute = z.object({
  id: z.string(),
  payment_id: z.string(),
  amount: z.int(),
  currency: z.string(),
  amount_deducted: z.int(),
  reason_code: z.string(),
  respond_by: z.int().nullable(),
  status: z.string(),
});
export type RazorpayDispute = z.infer<typeof RazorpayDispute>;

/** Returns the shop's state of a dispute. One that is closed without a verdict is lost if money was deducted. */
const stateOf = ({ status, amount_deducted }: RazorpayDispute): DisputeState => {
  if (status === "won" || status === "lost") return status;
  if (status !== "closed") return "opened";
  return amount_deducted > 0 ? "lost" : "won";
};

/** Returns a dispute in the shop's words. The reference of its payment is the order of Razorpay. */
export const disputeFrom = (dispute: RazorpayDispute, paymentRef: string): ProviderDispute => ({
  ref: dispute.id,
  paymentRef,
  state: stateOf(dispute),
  amount: money(dispute.amount, dispute.currency),
  reason: dispute.reason_code,
  dueBy: dispute.respond_by === null ? null : dispute.respond_by * 1000,
});
