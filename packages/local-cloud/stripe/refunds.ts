import { z } from "zod";
import { type Account, find, findNamed, moveFunds, newId, nowSeconds, schedule } from "./account";
import { checkMultiple } from "./amounts";
import { SLOW_MS } from "./confirmation";
import { spellAmount } from "./currencies";
import type { Call } from "./endpoint";
import { mergeMetadata, metadata } from "./metadata";
import type { Charge, Refund } from "./objects";
import { integer, text } from "./params";
import { cardOf } from "./payment-methods";
import { invalidRequest } from "./refusal";
import type { TestCard } from "./test-cards";

export const RefundParams = z.strictObject({
  amount: integer.optional(),
  charge: text().optional(),
  instructions_email: text().optional(),
  metadata,
  payment_intent: text().optional(),
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
});
type RefundParams = z.infer<typeof RefundParams>;

const withoutCharge = (intentId: string) =>
  invalidRequest(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`);

const chargeNamed = (account: Account, params: RefundParams): Charge => {
  if (!params.payment_intent) {
    if (params.charge) return find(account, "charge", params.charge);
    throw invalidRequest(
      "One of the following params should be provided for this request: payment_intent or charge.",
    );
  }
  const intent = findNamed(account, "payment_intent", params.payment_intent, "payment_intent");
  if (!intent.latest_charge) throw withoutCharge(intent.id);
  if (params.charge && params.charge !== intent.latest_charge) {
    throw invalidRequest(`Charge ${params.charge} does not belong to PaymentIntent ${intent.id}.`, {
      param: "charge",
    });
  }
  return find(account, "charge", intent.latest_charge);
};

const checkRefundable = (charge: Charge) => {
  if (charge.status === "failed") throw withoutCharge(charge.payment_intent);
  if (!charge.captured) {
    throw charge.refunded
      ? withoutCharge(charge.payment_intent)
      : invalidRequest(
          `This uncaptured Charge was created by a PaymentIntent (${charge.payment_intent}). You must cancel the PaymentIntent to reverse the authorization instead of refunding the Charge directly. For more information, see https://stripe.com/docs/payments/place-a-hold-on-a-payment-method`,
        );
  }
  if (charge.disputed) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: "charge_disputed",
    });
  }
  if (charge.refunded) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {
      code: "charge_already_refunded",
    });
  }
};

const checkAmount = (charge: Charge, amount: number) => {
  const left = charge.amount_captured - charge.amount_refunded;
  if (amount < 1) {
    throw invalidRequest("This value must be greater than or equal to 1.", {
      code: "parameter_invalid_integer",
      param: "amount",
    });
  }
  checkMultiple(amount, charge.currency);
  if (amount <= left) return;
  const against = charge.amount_refunded > 0 ? "unrefunded amount on charge" : "charge amount";
  throw invalidRequest(
    `Refund amount (${spellAmount(amount, charge.currency)}) is greater than ${against} (${spellAmount(left, charge.currency)})`,
    { param: "amount" },
  );
};

const DESTINATION = {
  card: {
    reference_status: "pending",
    reference_type: "acquirer_reference_number",
    type: "refund",
  },
  type: "card",
} as const;

const newRefund = (account: Account, charge: Charge, params: RefundParams, card: TestCard) => {
  const refund: Refund = {
    id: newId("re"),
    object: "refund",
    amount: params.amount ?? charge.amount_captured - charge.amount_refunded,
    balance_transaction: null,
    charge: charge.id,
    created: nowSeconds(account),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: DESTINATION,
    ...(params.instructions_email && { instructions_email: params.instructions_email }),
    metadata: mergeMetadata({}, params.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: card.refund === "pending" ? "pending" : "succeeded",
    transfer_reversal: null,
  };
  return refund;
};

/** Adds an amount, which may be negative, to the charge's refunded amount. Pending refunds count. */
const addRefunded = (account: Account, charge: Charge, amount: number): Charge => {
  const amount_refunded = charge.amount_refunded + amount;
  const refunded = {
    ...charge,
    amount_refunded,
    refunded: amount_refunded === charge.amount_captured,
  };
  account.objects.update(refunded);
  moveFunds(account, charge.currency, -amount);
  return refunded;
};

/** `POST /v1/refunds`: refunds a part or all of what remains, never more than was captured. */
export const createRefund = (account: Account, { params }: Call<RefundParams>): Refund => {
  const charge = chargeNamed(account, params);
  checkRefundable(charge);
  if (params.amount !== undefined) checkAmount(charge, params.amount);
  const card = cardOf(account, charge.payment_method ?? "");
  const refund = newRefund(account, charge, params, card);
  account.objects.insert(refund, { idempotencyKey: account.cause.idempotencyKey });
  const refunded = addRefunded(account, charge, refund.amount);
  if (card.refund) {
    const action = card.refund === "pending" ? "finish-refund" : "fail-refund";
    schedule(account, refund.id, action, account.clock() + SLOW_MS);
  }
  account.emit("refund.created", refund);
  account.emit("charge.refunded", refunded, {
    amount_refunded: charge.amount_refunded,
    refunded: charge.refunded,
  });
  return refund;
};

const change = (account: Account, refund: Refund, previous: Partial<Refund>) => {
  account.objects.update(refund);
  account.emit("refund.updated", refund, previous);
  account.emit("charge.refund.updated", refund, previous);
  return refund;
};

/** `POST /v1/refunds/:id`: updates the metadata. */
export const updateRefund = (
  account: Account,
  { id, params }: Call<{ metadata?: Record<string, string> | null | undefined }>,
): Refund => {
  const refund = find(account, "refund", id);
  const next = { ...refund, metadata: mergeMetadata(refund.metadata, params.metadata) };
  return change(account, next, { metadata: refund.metadata });
};

/** Marks a pending refund as succeeded. */
export const finishRefund = (account: Account, id: string) => {
  change(account, { ...find(account, "refund", id), status: "succeeded" }, { status: "pending" });
};

/** Marks a refund as failed, for example because the buyer's card was cancelled, and restores the amount. */
export const failRefund = (account: Account, id: string) => {
  const refund = find(account, "refund", id);
  addRefunded(account, find(account, "charge", refund.charge), -refund.amount);
  const failed = { ...refund, status: "failed", failure_reason: "expired_or_canceled_card" };
  change(account, failed, { status: refund.status });
  account.emit("refund.failed", failed);
};
