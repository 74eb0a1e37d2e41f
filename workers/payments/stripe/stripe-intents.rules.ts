import type Stripe from "stripe";
import type { NextAction, PaymentState } from "#contract/payments";
import type { Money } from "#kernel/money";
import type { Attempt, AttemptCustomer, ProviderPayment } from "#payments/provider.port";
import { fromStripe, limitsOf, toStripe } from "./stripe-currencies.rules";

type Intent = Stripe.PaymentIntent;

/**
 * The shop's payment state for each status of a Stripe intent. Stripe reports
 * `requires_payment_method` after a declined confirmation.
 */
const STATE_OF: Record<string, PaymentState> = {
  requires_payment_method: "failed",
  requires_confirmation: "pending",
  requires_action: "requires_action",
  processing: "processing",
  requires_capture: "authorized",
  succeeded: "succeeded",
  canceled: "cancelled",
};

/** The state that each type of event claims. Events of other types are ignored. */
export const CLAIMED_STATES: Partial<Record<string, PaymentState>> = {
  "payment_intent.requires_action": "requires_action",
  "payment_intent.processing": "processing",
  "payment_intent.amount_capturable_updated": "authorized",
  "payment_intent.succeeded": "succeeded",
  "payment_intent.payment_failed": "failed",
  "payment_intent.canceled": "cancelled",
};

const nextActionOf = ({ next_action: action }: Intent): NextAction | null => {
  const url = action?.redirect_to_url?.url;
  return url ? { type: "redirect", url } : null;
};

const failureCodeOf = ({ last_payment_error: error }: Intent) =>
  error?.decline_code ?? error?.code ?? "payment_failed";

/** Returns the card's fingerprint. A declined intent contains its payment method in full. */
const declinedCardOf = ({ last_payment_error: error }: Intent) =>
  error?.payment_method?.card?.fingerprint ?? null;

/** Returns a payment intent in the shop's words. */
export const paymentFrom = (intent: Intent): ProviderPayment => {
  const currency = intent.currency.toUpperCase();
  // An unknown status is treated as not final.
  const state = STATE_OF[intent.status] ?? "processing";
  return {
    ref: intent.id,
    paymentId: intent.metadata.payment_id ?? null,
    orderId: intent.metadata.order_id ?? null,
    state,
    amount: fromStripe(intent.amount, currency),
    capturedMinor: fromStripe(intent.amount_received, currency).amount,
    nextAction: nextActionOf(intent),
    failureCode: state === "failed" ? failureCodeOf(intent) : null,
    declinedCard: state === "failed" ? declinedCardOf(intent) : null,
  };
};

const customerParams = (customer: AttemptCustomer | undefined) =>
  customer && {
    customer: customer.ref,
    ...(customer.save ? { setup_future_usage: "off_session" as const } : {}),
    ...(customer.offSession ? { off_session: true } : {}),
  };

/** Returns the parameters of a new payment intent. They contain no personal data. */
export const createParams = (
  attempt: Attempt,
  token: string,
): Stripe.PaymentIntentCreateParams => ({
  amount: toStripe(attempt.amount),
  currency: attempt.amount.currency.toLowerCase(),
  capture_method: "manual",
  confirm: true,
  allowed_payment_method_types: ["card"],
  payment_method: token,
  description: `Order ${attempt.orderNumber}`,
  metadata: { order_id: attempt.orderId, payment_id: attempt.paymentId },
  ...customerParams(attempt.customer),
  // The buyer returns from 3-D Secure, which an absent buyer cannot do.
  ...(attempt.returnUrl && !attempt.customer?.offSession ? { return_url: attempt.returnUrl } : {}),
});

/** Returns the failure code of an amount outside Stripe's limits; undefined for other amounts. */
export const amountFailure = ({ amount, currency }: Money) => {
  const { minimum, maximum } = limitsOf(currency);
  if (amount < minimum.amount) return "amount_too_small";
  return amount > maximum.amount ? "amount_too_large" : undefined;
};

/** Returns the failure code of a request that Stripe refused, by the parameter that Stripe names. */
export const refusalCode = ({ param, code }: Stripe.errors.StripeInvalidRequestError) => {
  switch (param) {
    case "amount":
      return code === "amount_too_small" || code === "amount_too_large" ? code : "amount_invalid";
    case "currency":
      return "currency_invalid";
    case "payment_method":
      return "invalid_token";
    default:
      return code ?? "invalid_token";
  }
};
