import { type Account, find, newId, nowSeconds } from "./account";
import type { Dispute, EventType } from "./objects";

const RESPOND_WITHIN_SECONDS = 7 * 24 * 60 * 60;

/** The event that announces each status of a dispute. */
const EVENT_OF = {
  under_review: "payment.dispute.under_review",
  action_required: "payment.dispute.action_required",
  won: "payment.dispute.won",
  lost: "payment.dispute.lost",
  closed: "payment.dispute.closed",
} as const satisfies Record<string, EventType>;
export const DISPUTE_STEPS = Object.keys(EVENT_OF) as DisputeStep[];
export type DisputeStep = keyof typeof EVENT_OF;

/** Disputes a payment, as the buyer's bank does. */
export const disputePayment = (account: Account, paymentId: string): Dispute => {
  const payment = find(account, "payment", paymentId);
  const dispute: Dispute = {
    id: newId("disp"),
    entity: "dispute",
    payment_id: payment.id,
    amount: payment.amount,
    currency: payment.currency,
    amount_deducted: 0,
    reason_code: "goods_or_services_not_received_or_partially_received",
    respond_by: nowSeconds(account) + RESPOND_WITHIN_SECONDS,
    status: "open",
    phase: "chargeback",
    created_at: nowSeconds(account),
  };
  account.objects.insert(dispute);
  account.emit("payment.dispute.created", { payment, dispute });
  return dispute;
};

/** Moves a dispute on. A bank that asks for better evidence opens it again. */
export const moveDispute = (account: Account, id: string, step: DisputeStep): Dispute => {
  const dispute = find(account, "dispute", id);
  const moved: Dispute = {
    ...dispute,
    status: step === "action_required" ? "open" : step,
    amount_deducted: step === "lost" ? dispute.amount : dispute.amount_deducted,
  };
  account.objects.update(moved);
  account.emit(EVENT_OF[step], {
    payment: find(account, "payment", dispute.payment_id),
    dispute: moved,
  });
  return moved;
};
