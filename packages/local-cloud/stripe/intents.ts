import type { z } from "zod";
import { type Account, find, findNamed, newId, nowSeconds, randomText } from "./account";
import { checkCharge } from "./amounts";
import { confirmIntent } from "./confirmation";
import type { Call, Outcome } from "./endpoint";
import { attempt, type CreateParams, type UpdateParams } from "./intent-params";
import { mergeMetadata } from "./metadata";
import type { Intent } from "./objects";
import { paymentMethodNamed } from "./payment-methods";
import { invalidRequest, unexpectedState } from "./refusal";

/** The fields of features that the stand-in does not support. */
const UNUSED = {
  amount_details: { tip: {} },
  application: null,
  application_fee_amount: null,
  confirmation_method: "automatic",
  customer_account: null,
  excluded_payment_method_types: null,
  livemode: false,
  managed_payments: null,
  on_behalf_of: null,
  payment_method_configuration_details: null,
  payment_method_options: {
    card: {
      installments: null,
      mandate_options: null,
      network: null,
      request_three_d_secure: "automatic",
    },
  },
  payment_record: null,
  review: null,
  source: null,
  transfer_data: null,
  transfer_group: null,
} as const;

const checkConfirmOnly = (params: CreateParams) => {
  const misplaced = (Object.keys(attempt) as (keyof typeof attempt)[]).find(
    (name) => params[name] !== undefined && name !== "use_stripe_sdk",
  );
  if (misplaced && !params.confirm) {
    throw invalidRequest(`The parameter \`${misplaced}\` can only be used with \`confirm=true\`.`, {
      param: misplaced,
    });
  }
};

const typesOf = (params: CreateParams) =>
  params.allowed_payment_method_types ?? params.payment_method_types;

/**
 * Returns the automatic payment methods. An intent without a list of types accepts all of the account's,
 * redirects included.
 */
const automaticMethods = (params: CreateParams): Intent["automatic_payment_methods"] => {
  if (typesOf(params)) return null;
  const { enabled = true, allow_redirects = "always" } = params.automatic_payment_methods ?? {};
  return enabled ? { enabled, allow_redirects } : null;
};

const newIntent = (account: Account, params: CreateParams, methodId: string | null): Intent => {
  const id = newId("pi");
  return {
    ...UNUSED,
    id,
    object: "payment_intent",
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount: params.amount,
    amount_capturable: 0,
    amount_received: 0,
    automatic_payment_methods: automaticMethods(params),
    canceled_at: null,
    cancellation_reason: null,
    capture_method: params.capture_method ?? "automatic_async",
    client_secret: `${id}_secret_${randomText(25)}`,
    created: nowSeconds(account),
    currency: params.currency,
    customer: params.customer ?? null,
    description: params.description ?? null,
    last_payment_error: null,
    latest_charge: null,
    metadata: mergeMetadata({}, params.metadata),
    next_action: null,
    payment_method: methodId,
    payment_method_types: typesOf(params) ?? ["card"],
    processing: null,
    receipt_email: params.receipt_email ?? null,
    setup_future_usage: params.setup_future_usage ?? null,
    shipping: (params.shipping ?? null) as Intent["shipping"],
    statement_descriptor: params.statement_descriptor ?? null,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
    status: methodId ? "requires_confirmation" : "requires_payment_method",
  };
};

/** `POST /v1/payment_intents`. With `confirm=true` it also makes the first attempt to pay. */
export const createIntent = (account: Account, { params }: Call<CreateParams>): Outcome => {
  checkCharge(params.amount, params.currency);
  checkConfirmOnly(params);
  if (params.customer) findNamed(account, "customer", params.customer, "customer");
  const method = params.payment_method && paymentMethodNamed(account, params.payment_method);
  const intent = newIntent(account, params, method ? method.id : null);
  account.objects.insert(intent, { idempotencyKey: account.cause.idempotencyKey });
  account.emit("payment_intent.created", intent);
  if (!params.confirm) return intent;
  const { off_session, return_url, use_stripe_sdk } = params;
  return confirmIntent(account, intent, { off_session, return_url, use_stripe_sdk });
};

/** `GET /v1/payment_intents/:id`. A browser also sends the intent's client secret. */
export const retrieveIntent = (
  account: Account,
  { id, params }: Call<{ client_secret?: string | undefined }>,
) => {
  const intent = find(account, "payment_intent", id);
  if (params.client_secret && params.client_secret !== intent.client_secret) {
    throw invalidRequest(
      "The client_secret provided does not match the client_secret associated with the PaymentIntent.",
      { code: "payment_intent_invalid_parameter", param: "client_secret" },
    );
  }
  return intent;
};

const OPEN = ["requires_payment_method", "requires_confirmation", "requires_action"];
const GUARDED = ["amount", "currency", "payment_method", "capture_method", "customer"] as const;

/**
 * `POST /v1/payment_intents/:id`. Amount, currency, card and customer can change only before the payment starts.
 */
export const updateIntent = (
  account: Account,
  { id, params }: Call<z.infer<typeof UpdateParams>>,
): Intent => {
  const intent = find(account, "payment_intent", id);
  const guarded = GUARDED.find((name) => params[name] !== undefined);
  if (guarded && !OPEN.includes(intent.status)) {
    throw unexpectedState(
      `This PaymentIntent's ${guarded} could not be updated because it has a status of ${intent.status}. You may only update the ${guarded} of a PaymentIntent with one of the following statuses: ${OPEN.join(", ")}.`,
      intent,
      guarded,
    );
  }
  if (params.amount !== undefined || params.currency !== undefined)
    checkCharge(params.amount ?? intent.amount, params.currency ?? intent.currency);
  if (params.customer) findNamed(account, "customer", params.customer, "customer");
  const { metadata: change, payment_method, ...fields } = params;
  const method = payment_method && paymentMethodNamed(account, payment_method);
  const next = {
    ...intent,
    ...(fields as Partial<Intent>),
    metadata: mergeMetadata(intent.metadata, change),
    ...(method && { payment_method: method.id }),
    // An open challenge was for the payment before this change.
    ...(guarded &&
      (method || intent.payment_method) && {
        status: "requires_confirmation",
        next_action: null,
        last_payment_error: null,
      }),
  };
  account.objects.update(next);
  return next;
};
