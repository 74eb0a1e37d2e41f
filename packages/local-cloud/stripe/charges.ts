import { type Account, newId, nowSeconds } from "./account";
import type { Charge, Intent, PaymentMethod } from "./objects";
import { cardFields, NO_BILLING_DETAILS } from "./payment-methods";
import type { Decline, TestCard } from "./test-cards";

/** The time after which an authorisation expires. */
export const AUTHORIZATION_SECONDS = 7 * 24 * 60 * 60;

const outcome = (decline?: Decline): NonNullable<Charge["outcome"]> => ({
  advice_code: decline?.advice_code ?? null,
  network_advice_code: null,
  network_decline_code: decline?.network_decline_code ?? null,
  network_status: decline ? "declined_by_network" : "approved_by_network",
  reason: decline ? (decline.decline_code ?? decline.code) : null,
  risk_level: "normal",
  seller_message: decline
    ? "The bank did not return any further details with this decline."
    : "Payment complete.",
  type: decline ? "issuer_declined" : "authorized",
});

const cardDetails = (account: Account, intent: Intent, card: TestCard, approved: boolean) => ({
  ...cardFields(card, account.clock()),
  amount_authorized: approved ? intent.amount : null,
  authorization_code: null,
  ...(approved &&
    intent.capture_method === "manual" && {
      capture_before: nowSeconds(account) + AUTHORIZATION_SECONDS,
    }),
  electronic_commerce_indicator: card.challenge ? "05" : "07",
  extended_authorization: { status: "disabled" },
  incremental_authorization: { status: "unavailable" },
  installments: null,
  mandate: null,
  multicapture: { status: "unavailable" },
  network: card.brand,
  network_token: { used: false },
  network_transaction_id: null,
  overcapture: { maximum_amount_capturable: intent.amount, status: "unavailable" },
  three_d_secure: null,
  transaction_link_id: null,
});

/** The fields of features that the stand-in does not support. */
const UNUSED = {
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  billing_details: NO_BILLING_DETAILS,
  calculated_statement_descriptor: "Stripe",
  disputed: false,
  failure_balance_transaction: null,
  fraud_details: {},
  livemode: false,
  on_behalf_of: null,
  receipt_number: null,
  receipt_url: null,
  review: null,
  source: null,
  source_transfer: null,
  transfer_data: null,
  transfer_group: null,
} as const;

/** Creates the charge of one attempt to pay: captured, authorised or declined. */
export const attemptCharge = (
  account: Account,
  intent: Intent,
  method: PaymentMethod,
  card: TestCard,
  decline?: Decline,
): Charge => {
  const captured = !decline && intent.capture_method !== "manual";
  return {
    ...UNUSED,
    id: newId("ch"),
    object: "charge",
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    captured,
    created: nowSeconds(account),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    metadata: intent.metadata,
    outcome: outcome(decline),
    paid: !decline,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: {
      card: cardDetails(account, intent, card, !decline),
      type: "card",
    },
    receipt_email: intent.receipt_email,
    refunded: false,
    shipping: intent.shipping,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: decline ? "failed" : "succeeded",
  };
};
