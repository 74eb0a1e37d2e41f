import { type Account, find, newId, recordCapture, schedule } from "./account";
import { AUTHORIZATION_SECONDS, attemptCharge } from "./charges";
import { openDispute } from "./disputes";
import type { Call, Outcome } from "./endpoint";
import type { ConfirmParams } from "./intent-params";
import type { Intent, PaymentMethod } from "./objects";
import { cardOf, keepForFuture, markUsed, paymentMethodNamed } from "./payment-methods";
import { docUrl, invalidRequest, Refusal, unexpectedState } from "./refusal";
import { AUTHENTICATION_REQUIRED, type Decline, type TestCard } from "./test-cards";

/** The time that a slow card stays `processing`, in milliseconds. */
export const SLOW_MS = 2000;

const CONFIRMABLE = ["requires_payment_method", "requires_confirmation", "requires_action"];

/** One attempt to pay: the intent, the payment method and its test card. */
interface Attempt {
  intent: Intent;
  method: PaymentMethod;
  card: TestCard;
}

const keep = (account: Account, intent: Intent) => {
  account.objects.update(intent);
  return intent;
};

const checkStatus = (intent: Intent) => {
  if (CONFIRMABLE.includes(intent.status)) return;
  throw unexpectedState(
    intent.status === "succeeded"
      ? "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
      : `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: ${CONFIRMABLE.join(", ")}.`,
    intent,
  );
};

const checkReturnUrl = (intent: Intent, returnUrl: string | undefined) => {
  const automatic = intent.automatic_payment_methods;
  if (!automatic || automatic.allow_redirects === "never" || returnUrl) return;
  throw invalidRequest(
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
  );
};

const methodFor = (account: Account, intent: Intent, named: string | undefined) => {
  const id = named ?? intent.payment_method;
  if (!id) {
    throw unexpectedState(
      intent.customer
        ? `You cannot confirm this PaymentIntent because it's missing a payment method. To confirm the PaymentIntent with ${intent.customer}, specify a payment method attached to this customer along with the customer ID.`
        : "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      intent,
    );
  }
  const method = paymentMethodNamed(account, id);
  if (!intent.payment_method_types.includes(method.type)) {
    throw invalidRequest(
      `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the following types: ${intent.payment_method_types.join(", ")}.`,
      { code: "payment_intent_incompatible_payment_method", param: "payment_method" },
    );
  }
  markUsed(account, method, intent);
  return method;
};

/** Approves an attempt: captures the amount, or authorises it for seven days. */
const approve = (account: Account, { intent, method, card }: Attempt): Intent => {
  const charge = attemptCharge(account, intent, method, card);
  account.objects.insert(charge);
  account.emit("charge.succeeded", charge);
  keepForFuture(account, method, intent);
  const approved = {
    ...intent,
    latest_charge: charge.id,
    next_action: null,
    processing: null,
    last_payment_error: null,
  };
  if (charge.captured) {
    const paid = { ...approved, status: "succeeded", amount_received: charge.amount };
    recordCapture(account, charge);
    account.emit("payment_intent.succeeded", paid);
    if (card.dispute) openDispute(account, charge);
    return keep(account, paid);
  }
  const held = { ...approved, status: "requires_capture", amount_capturable: charge.amount };
  const expiresAt = account.clock() + AUTHORIZATION_SECONDS * 1000;
  schedule(account, intent.id, "expire-authorization", expiresAt);
  account.emit("payment_intent.amount_capturable_updated", held);
  return keep(account, held);
};

/** Declines an attempt. The failed charge and the error stay with the intent, which then accepts another card. */
const decline = (
  account: Account,
  { intent, method, card }: Attempt,
  why: Decline,
  charged = true,
): Refusal => {
  const charge = charged ? attemptCharge(account, intent, method, card, why) : undefined;
  if (charge) {
    account.objects.insert(charge);
    account.emit("charge.failed", charge);
  }
  const error = {
    ...why,
    ...(charge && { charge: charge.id }),
    doc_url: docUrl(why.code),
    payment_method: method,
    type: "card_error" as const,
  };
  const open: Intent = {
    ...intent,
    status: "requires_payment_method",
    payment_method: null,
    latest_charge: charge?.id ?? intent.latest_charge,
    next_action: null,
    processing: null,
    last_payment_error: { ...error, payment_method_type: method.type },
  };
  account.emit("payment_intent.payment_failed", open);
  return new Refusal(402, { ...error, payment_intent: keep(account, open) });
};

/** Requires 3-D Secure. The intent contains the URL to which the browser has to go. */
const challenge = (account: Account, { intent }: Attempt, params: ConfirmParams): Intent => {
  const url = `${account.cause.origin}/3ds/${intent.id}`;
  const waiting: Intent = {
    ...intent,
    status: "requires_action",
    next_action:
      params.return_url && !params.use_stripe_sdk
        ? { type: "redirect_to_url", redirect_to_url: { return_url: params.return_url, url } }
        : {
            type: "use_stripe_sdk",
            use_stripe_sdk: {
              type: "three_d_secure_redirect",
              stripe_js: url,
              source: newId("src"),
            },
          },
  };
  const hidden = account.objects.hidden("payment_intent", intent.id);
  account.objects.update(waiting, { ...hidden, returnUrl: params.return_url });
  account.emit("payment_intent.requires_action", waiting);
  return waiting;
};

const startProcessing = (account: Account, { intent }: Attempt): Intent => {
  const processing: Intent = {
    ...intent,
    status: "processing",
    next_action: null,
    processing: { type: "card", card: {} },
  };
  schedule(account, intent.id, "finish-payment", account.clock() + SLOW_MS);
  account.emit("payment_intent.processing", processing);
  return keep(account, processing);
};

const finish = (account: Account, attempt: Attempt): Intent | Refusal =>
  attempt.card.decline
    ? decline(account, attempt, attempt.card.decline)
    : approve(account, attempt);

/**
 * Attempts to pay the intent. Returns a decline instead of throwing it, so that its charge and error are stored.
 */
export const confirmIntent = (
  account: Account,
  intent: Intent,
  params: ConfirmParams,
): Intent | Refusal => {
  checkStatus(intent);
  checkReturnUrl(intent, params.return_url);
  const method = methodFor(account, intent, params.payment_method);
  const { capture_method, receipt_email, shipping } = params;
  const attempted: Intent = {
    ...intent,
    ...(capture_method && { capture_method }),
    ...(receipt_email !== undefined && { receipt_email }),
    ...(shipping !== undefined && { shipping: shipping as Intent["shipping"] }),
    payment_method: method.id,
    last_payment_error: null,
  };
  const attempt = { intent: attempted, method, card: cardOf(account, method.id) };
  if (attempt.card.challenge && params.off_session)
    return decline(account, attempt, AUTHENTICATION_REQUIRED, false);
  if (attempt.card.challenge) return challenge(account, attempt, params);
  return attempt.card.slow ? startProcessing(account, attempt) : finish(account, attempt);
};

/** `POST /v1/payment_intents/:id/confirm` */
export const confirm = (account: Account, { id, params }: Call<ConfirmParams>): Outcome =>
  confirmIntent(account, find(account, "payment_intent", id), params);

const pendingAttempt = (account: Account, intent: Intent): Attempt => {
  const method = find(account, "payment_method", intent.payment_method ?? "");
  return { intent, method, card: cardOf(account, method.id) };
};

/** Finishes the payment of a slow card. */
export const finishPayment = (account: Account, id: string) => {
  const intent = find(account, "payment_intent", id);
  if (intent.status === "processing") finish(account, pendingAttempt(account, intent));
};

const AUTHENTICATION_FAILED = {
  code: "payment_intent_authentication_failure",
  doc_url: docUrl("payment_intent_authentication_failure"),
  message:
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
  type: "invalid_request_error",
} as const;

/** Records whether the buyer passed 3-D Secure. Does nothing if the intent does not await it. */
export const authenticate = (account: Account, id: string, passed: boolean): Intent => {
  const intent = find(account, "payment_intent", id);
  if (intent.status !== "requires_action") return intent;
  const attempt = pendingAttempt(account, intent);
  if (passed) {
    finish(account, attempt);
    return find(account, "payment_intent", id);
  }
  const open: Intent = {
    ...intent,
    status: "requires_payment_method",
    payment_method: null,
    next_action: null,
    last_payment_error: {
      ...AUTHENTICATION_FAILED,
      payment_method: attempt.method,
      payment_method_type: attempt.method.type,
    },
  };
  account.emit("payment_intent.payment_failed", open);
  return keep(account, open);
};
