import type Stripe from "stripe";
import type { DisputeState } from "#contract/payments";
import type { ProviderDispute } from "#payments/provider.port";
import { fromStripe } from "./stripe-currencies.rules";
import { idOf } from "./stripe-refunds.rules";

/** The shop's dispute state for the final statuses of a Stripe dispute. Every other status is open. */
const CLOSED_STATES: Record<string, DisputeState> = {
  won: "won",
  warning_closed: "won",
  prevented: "won",
  lost: "lost",
};

/** Returns a dispute in the shop's words. */
export const disputeFrom = (dispute: Stripe.Dispute): ProviderDispute => {
  const { due_by: dueBySeconds } = dispute.evidence_details;
  return {
    ref: dispute.id,
    paymentRef: idOf(dispute.payment_intent),
    state: CLOSED_STATES[dispute.status] ?? "opened",
    amount: fromStripe(dispute.amount, dispute.currency.toUpperCase()),
    reason: dispute.reason,
    dueBy: dueBySeconds ? dueBySeconds * 1000 : null,
  };
};
