import { type Account, find, findNamed, newId, nowSeconds } from "./account";
import type { Call } from "./endpoint";
import type { Intent, PaymentMethod } from "./objects";
import { invalidRequest, noSuch } from "./refusal";
import { TEST_CARDS, type TestCard } from "./test-cards";

const NO_ADDRESS = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};
export const NO_BILLING_DETAILS = {
  address: NO_ADDRESS,
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

/** Returns the card fields, of which only brand, number and funding differ between test cards. */
export const cardFields = (card: TestCard, now: number) => ({
  brand: card.brand,
  checks: {
    address_line1_check: null,
    address_postal_code_check: null,
    cvc_check: "pass",
  },
  country: "US",
  exp_month: 12,
  exp_year: new Date(now).getUTCFullYear() + 1,
  fingerprint: `test${card.last4}fingerpr`,
  funding: card.funding ?? "credit",
  last4: card.last4,
  regulated_status: "unregulated",
  wallet: null,
});

/** Creates a payment method for a test card. Every use of `pm_card_visa` creates another one. */
const createPaymentMethod = (account: Account, name: string, card: TestCard): PaymentMethod => {
  const method: PaymentMethod = {
    id: newId("pm"),
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: NO_BILLING_DETAILS,
    card: {
      ...cardFields(card, account.clock()),
      display_brand: card.brand,
      generated_from: null,
      networks: { available: [card.brand], preferred: null },
      three_d_secure_usage: { supported: true },
    },
    created: nowSeconds(account),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: "card",
  };
  account.objects.insert(method, { testCard: name });
  return method;
};

const testCard = (name: string) => (Object.hasOwn(TEST_CARDS, name) ? TEST_CARDS[name] : undefined);

/** Returns the payment method that a parameter names: a new one for a test card, or an existing one. */
export const paymentMethodNamed = (account: Account, id: string): PaymentMethod => {
  const card = testCard(id);
  return card
    ? createPaymentMethod(account, id, card)
    : findNamed(account, "payment_method", id, "payment_method");
};

/** Returns the test card that decides how the payment method behaves. */
export const cardOf = (account: Account, methodId: string): TestCard => {
  const { testCard: name = "" } = account.objects.hidden("payment_method", methodId);
  const card = testCard(name);
  if (!card) throw new Error(`payment method ${methodId} is not a test card`);
  return card;
};

/** Throws if the payment method belongs to a customer, and the intent is not that customer's. */
const checkCustomer = (method: PaymentMethod, intent: Intent) => {
  if (method.customer === intent.customer) return;
  throw invalidRequest(
    intent.customer
      ? `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`
      : `The payment method ${method.id} belongs to the Customer ${method.customer}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`,
    { param: "payment_method" },
  );
};

/**
 * Records the intent that used the payment method. Without a customer, a payment method works for one intent
 * only.
 */
export const markUsed = (account: Account, method: PaymentMethod, intent: Intent) => {
  if (method.customer) return checkCustomer(method, intent);
  const hidden = account.objects.hidden("payment_method", method.id);
  if (hidden.usedBy && hidden.usedBy !== intent.id) {
    throw invalidRequest(
      "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.",
    );
  }
  account.objects.update(method, { ...hidden, usedBy: intent.id });
};

/** Attaches the payment method of an approved intent to its customer, if the intent asks for it. */
export const keepForFuture = (account: Account, method: PaymentMethod, intent: Intent) => {
  if (!intent.customer || !intent.setup_future_usage || method.customer) return;
  account.objects.update({ ...method, customer: intent.customer });
};

/** `POST /v1/payment_methods/:id/detach`. A detached payment method can never be used again. */
export const detachPaymentMethod = (account: Account, { id }: Call<unknown>): PaymentMethod => {
  const method = find(account, "payment_method", id);
  if (!method.customer) {
    throw invalidRequest(
      "The payment method you provided is not attached to a customer so detachment is impossible.",
    );
  }
  const hidden = account.objects.hidden("payment_method", id);
  const detached = { ...method, customer: null };
  account.objects.update(detached, { ...hidden, usedBy: "detached" });
  return detached;
};

/** `GET /v1/payment_methods/:id`. Also accepts the names of test cards. */
export const retrievePaymentMethod = (account: Account, { id }: Call<unknown>) => {
  const card = testCard(id);
  const method = card
    ? createPaymentMethod(account, id, card)
    : account.objects.get("payment_method", id);
  if (!method) throw noSuch("PaymentMethod", id, "payment_method", 404);
  return method;
};
