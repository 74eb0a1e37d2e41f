import { z } from "zod";
import { type Account, find, moveFunds, newId, nowSeconds } from "./account";
import type { Call } from "./endpoint";
import type { Charge, Dispute } from "./objects";
import { flag, text } from "./params";
import { invalidRequest } from "./refusal";

/** How long the shop has to send evidence. */
const EVIDENCE_SECONDS = 9 * 24 * 60 * 60;
/** The texts that decide a dispute of a test card: https://docs.stripe.com/testing#evidence */
const OUTCOMES: Record<string, "won" | "lost"> = {
  winning_evidence: "won",
  losing_evidence: "lost",
};

export const DisputeParams = z.strictObject({
  evidence: z.strictObject({ uncategorized_text: text(20_000).optional() }).optional(),
  submit: flag.optional(),
});

const newDispute = (account: Account, charge: Charge): Dispute => ({
  id: newId("du"),
  object: "dispute",
  amount: charge.amount_captured,
  balance_transactions: [],
  charge: charge.id,
  created: nowSeconds(account),
  currency: charge.currency,
  enhanced_eligibility_types: [],
  evidence: { uncategorized_text: null } as Dispute["evidence"],
  evidence_details: {
    due_by: nowSeconds(account) + EVIDENCE_SECONDS,
    enhanced_eligibility: {},
    has_evidence: false,
    past_due: false,
    submission_count: 0,
    submission_method: null,
  } as unknown as Dispute["evidence_details"],
  intended_submission_method: null,
  is_charge_refundable: false,
  livemode: false,
  metadata: {},
  payment_intent: charge.payment_intent,
  reason: "fraudulent",
  status: "needs_response",
});

/** Disputes a captured charge, as the bank of a test card does at once. Withdraws the amount. */
export const openDispute = (account: Account, charge: Charge) => {
  const dispute = newDispute(account, charge);
  account.objects.update({ ...charge, disputed: true });
  account.objects.insert(dispute);
  moveFunds(account, charge.currency, -dispute.amount);
  account.emit("charge.dispute.created", dispute);
  account.emit("charge.dispute.funds_withdrawn", dispute);
};

const decide = (account: Account, dispute: Dispute, status: "won" | "lost"): Dispute => {
  const closed: Dispute = { ...dispute, status };
  account.objects.update(closed);
  if (status === "won") {
    moveFunds(account, dispute.currency, dispute.amount);
    account.emit("charge.dispute.funds_reinstated", closed);
  }
  account.emit("charge.dispute.closed", closed, { status: dispute.status });
  return closed;
};

const requireOpen = (dispute: Dispute) => {
  if (dispute.status !== "won" && dispute.status !== "lost") return;
  throw invalidRequest("This dispute is already closed.", { code: "dispute_closed" });
};

/** `POST /v1/disputes/:id`: stores evidence. Evidence that is submitted decides the dispute of a test card. */
export const updateDispute = (
  account: Account,
  { id, params }: Call<z.infer<typeof DisputeParams>>,
): Dispute => {
  const dispute = find(account, "dispute", id);
  requireOpen(dispute);
  const evidence = params.evidence?.uncategorized_text;
  const submitted: Dispute = {
    ...dispute,
    evidence: { ...dispute.evidence, ...(evidence && { uncategorized_text: evidence }) },
    status: params.submit === false ? dispute.status : "under_review",
  };
  account.objects.update(submitted);
  account.emit("charge.dispute.updated", submitted, { status: dispute.status });
  const outcome = params.submit === false ? undefined : OUTCOMES[evidence ?? ""];
  return outcome ? decide(account, submitted, outcome) : submitted;
};

/** `POST /v1/disputes/:id/close`: accepts the dispute, which is lost. */
export const closeDispute = (account: Account, { id }: Call<unknown>): Dispute => {
  const dispute = find(account, "dispute", id);
  requireOpen(dispute);
  return decide(account, dispute, "lost");
};
