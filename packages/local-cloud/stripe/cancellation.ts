import { z } from "zod";
import { type Account, find, nowSeconds, unschedule } from "./account";
import { chargeOf } from "./capture";
import type { Call } from "./endpoint";
import type { EventType, Intent } from "./objects";
import { unexpectedState } from "./refusal";

export const CancelParams = z.strictObject({
  cancellation_reason: z
    .enum(["abandoned", "duplicate", "fraudulent", "requested_by_customer"])
    .optional(),
});

// Stripe cancels a payment in `processing` only "in rare cases". The stand-in never does, so that shops handle
// the refusal.
const CANCELABLE = [
  "requires_payment_method",
  "requires_capture",
  "requires_confirmation",
  "requires_action",
];

/** Voids the authorisation. Stripe reports this as a refund of a charge that was never captured. */
const release = (account: Account, intent: Intent, type: EventType) => {
  const charge = chargeOf(account, intent);
  const released = { ...charge, amount_refunded: charge.amount, refunded: true };
  account.objects.update(released);
  account.emit(type, released, { amount_refunded: 0, refunded: false });
};

const end = (
  account: Account,
  intent: Intent,
  reason: Intent["cancellation_reason"],
  released: EventType,
): Intent => {
  if (intent.status === "requires_capture") release(account, intent, released);
  const canceled: Intent = {
    ...intent,
    amount_capturable: 0,
    canceled_at: nowSeconds(account),
    cancellation_reason: reason,
    next_action: null,
    status: "canceled",
  };
  account.objects.update(canceled);
  unschedule(account, intent.id);
  account.emit("payment_intent.canceled", canceled);
  return canceled;
};

/** `POST /v1/payment_intents/:id/cancel` */
export const cancelIntent = (
  account: Account,
  { id, params }: Call<z.infer<typeof CancelParams>>,
): Intent => {
  const intent = find(account, "payment_intent", id);
  if (!CANCELABLE.includes(intent.status)) {
    throw unexpectedState(
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${CANCELABLE.join(", ")}.`,
      intent,
    );
  }
  return end(account, intent, params.cancellation_reason ?? null, "charge.refunded");
};

/** Cancels an intent that was not captured within seven days. */
export const expireAuthorization = (account: Account, id: string) => {
  const intent = find(account, "payment_intent", id);
  if (intent.status === "requires_capture") end(account, intent, "automatic", "charge.expired");
};
