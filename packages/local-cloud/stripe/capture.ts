import { z } from "zod";
import { type Account, find, recordCapture, unschedule } from "./account";
import { checkMultiple } from "./amounts";
import { openDispute } from "./disputes";
import type { Call } from "./endpoint";
import { mergeMetadata, metadata } from "./metadata";
import type { Charge, Intent } from "./objects";
import { integer, text } from "./params";
import { cardOf } from "./payment-methods";
import { invalidRequest, unexpectedState } from "./refusal";

export const CaptureParams = z.strictObject({
  amount_to_capture: integer.optional(),
  metadata,
  statement_descriptor: text(22).optional(),
  statement_descriptor_suffix: text(22).optional(),
});

const refuseStatus = (intent: Intent) => {
  if (intent.status !== "succeeded") {
    return unexpectedState(
      `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
      intent,
    );
  }
  return unexpectedState(
    intent.amount_received < intent.amount
      ? "The remaining amount on this PaymentIntent could not be captured because the remainder of the authorized amount has been released."
      : "This PaymentIntent could not be captured because it has already been captured.",
    intent,
  );
};

const checkAmount = (intent: Intent, amount: number) => {
  if (amount < 0) {
    throw invalidRequest("Invalid non-negative integer", {
      param: "amount_to_capture",
      payment_intent: intent,
    });
  }
  if (amount === 0) {
    // Stripe reports this error for the parameter `amount`.
    throw invalidRequest("This value must be greater than or equal to 1.", {
      code: "parameter_invalid_integer",
      param: "amount",
      payment_intent: intent,
    });
  }
  if (amount > intent.amount_capturable) {
    throw invalidRequest(
      "The payment could not be captured because the requested capture amount is greater than the amount you can capture for this charge.",
      { code: "amount_too_large", payment_intent: intent },
    );
  }
};

/** Returns the charge that holds the intent's authorisation. */
export const chargeOf = (account: Account, intent: Intent): Charge =>
  find(account, "charge", intent.latest_charge ?? "");

/** `POST /v1/payment_intents/:id/capture`: captures all or a part of the authorised amount, and voids the rest. */
export const captureIntent = (
  account: Account,
  { id, params }: Call<z.infer<typeof CaptureParams>>,
): Intent => {
  const intent = find(account, "payment_intent", id);
  if (intent.status !== "requires_capture") throw refuseStatus(intent);
  const {
    amount_to_capture: amount = intent.amount_capturable,
    metadata: change,
    ...rest
  } = params;
  checkAmount(intent, amount);
  checkMultiple(amount, intent.currency, "amount_to_capture");
  const charge: Charge = {
    ...chargeOf(account, intent),
    ...(rest as Partial<Charge>),
    amount_captured: amount,
    captured: true,
  };
  const paid: Intent = {
    ...intent,
    ...(rest as Partial<Intent>),
    amount_capturable: 0,
    amount_received: amount,
    metadata: mergeMetadata(intent.metadata, change),
    status: "succeeded",
  };
  account.objects.update(charge);
  account.objects.update(paid);
  unschedule(account, id);
  recordCapture(account, charge);
  account.emit("charge.captured", charge);
  account.emit("payment_intent.succeeded", paid);
  if (cardOf(account, charge.payment_method ?? "").dispute) openDispute(account, charge);
  return paid;
};
