import Stripe from "stripe";
import { z } from "zod";
import type { NextAction, PaymentState } from "#contract/payments";
import type { Clock } from "#kernel/clock";
import { AppError, DependencyError } from "#kernel/errors";
import { outgoing, reachable } from "#kernel/http";
import { Id } from "#kernel/ids";
import { log } from "#kernel/log";
import type { Money } from "#kernel/money";
import { ok, refuse } from "#kernel/result";
import type {
  Attempt,
  Notice,
  NoticeReader,
  Outcome,
  PaymentProvider,
  ProviderPayment,
} from "./provider.port";
import { fromStripe, limitsOf, toStripe } from "./stripe-currencies.rules";

interface StripeOptions {
  url: string;
  secretKey: string;
  /** One, or two while they are rotated. */
  webhookSecrets: readonly string[];
  clock: Clock;
}

type Intent = Stripe.PaymentIntent;

const TIMEOUT_MS = 6000;
const WEBHOOK_TOLERANCE_SECONDS = 300;
/** How much longer than the first try a repeated one may have made the intent; keys live 24 hours. */
const LISTED_SECONDS = 24 * 60 * 60;
const CLOCK_SKEW_SECONDS = 300;
const LIST_PAGE = 100;
const LISTED_MAX = 2000;

/** `requires_payment_method` is what is left of a confirmation that was declined. */
const STATE_OF: Record<string, PaymentState> = {
  requires_payment_method: "failed",
  requires_confirmation: "pending",
  requires_action: "requires_action",
  processing: "processing",
  requires_capture: "authorized",
  succeeded: "succeeded",
  canceled: "cancelled",
};

/** The events that can change a payment. All others are let pass. */
const NEWS: Partial<Record<string, PaymentState>> = {
  "payment_intent.requires_action": "requires_action",
  "payment_intent.processing": "processing",
  "payment_intent.amount_capturable_updated": "authorized",
  "payment_intent.succeeded": "succeeded",
  "payment_intent.payment_failed": "failed",
  "payment_intent.canceled": "cancelled",
};

/** All that is read of an event: which payment it is about. */
const AboutOurs = z.object({
  id: z.string(),
  data: z.object({
    object: z.object({ id: z.string(), metadata: z.object({ order_id: Id("order") }) }),
  }),
});

const nextActionOf = ({ next_action: action }: Intent): NextAction | null => {
  const url = action?.redirect_to_url?.url;
  return url ? { type: "redirect", url } : null;
};

const failureOf = ({ last_payment_error: error }: Intent) =>
  error?.decline_code ?? error?.code ?? "payment_failed";

/** Stripe names the card of a decline in full, and equal cards have equal fingerprints. */
const declinedCardOf = ({ last_payment_error: error }: Intent) =>
  error?.payment_method?.card?.fingerprint ?? null;

const view = (intent: Intent): ProviderPayment => {
  const currency = intent.currency.toUpperCase();
  // A status that is not known yet is at least no end.
  const state = STATE_OF[intent.status] ?? "processing";
  return {
    ref: intent.id,
    paymentId: intent.metadata.payment_id ?? null,
    orderId: intent.metadata.order_id ?? null,
    state,
    amount: fromStripe(intent.amount, currency),
    capturedMinor: fromStripe(intent.amount_received, currency).amount,
    nextAction: nextActionOf(intent),
    failureCode: state === "failed" ? failureOf(intent) : null,
    declinedCard: state === "failed" ? declinedCardOf(intent) : null,
  };
};

/** No personal data: who buys is between the buyer, the shop and the card's own form. */
const createParams = (attempt: Attempt, token: string): Stripe.PaymentIntentCreateParams => {
  return {
    amount: toStripe(attempt.amount),
    currency: attempt.amount.currency.toLowerCase(),
    capture_method: "manual",
    confirm: true,
    allowed_payment_method_types: ["card"],
    payment_method: token,
    description: `Order ${attempt.orderNumber}`,
    metadata: { order_id: attempt.orderId, payment_id: attempt.paymentId },
    ...(attempt.returnUrl ? { return_url: attempt.returnUrl } : {}),
  };
};

const connect = ({ url, secretKey }: StripeOptions) => {
  const { hostname, port, protocol } = new URL(url);
  const secure = protocol === "https:";
  const fetcher = outgoing({ vendor: "stripe", timeoutMs: TIMEOUT_MS }) as typeof fetch;
  return new Stripe(secretKey, {
    apiVersion: "2026-10-28.endive",
    httpClient: Stripe.createFetchHttpClient(fetcher),
    host: hostname,
    port: port || (secure ? 443 : 80),
    protocol: secure ? "https" : "http",
    maxNetworkRetries: 0,
    timeout: TIMEOUT_MS,
    telemetry: false,
  });
};

const { StripeError, StripeCardError, StripeIdempotencyError, StripeInvalidRequestError } =
  Stripe.errors;

/** For whatever leaves open what Stripe has done; a mistake of our own is thrown on. */
const unknown = (err: unknown): never => {
  throw err instanceof StripeError ? new DependencyError("stripe", err) : err;
};

/** Returns why Stripe is not asked for an amount; undefined when it is. */
const refusedAmount = ({ amount, currency }: Money) => {
  const { minimum, maximum } = limitsOf(currency);
  if (amount < minimum.amount) return "amount_too_small";
  return amount > maximum.amount ? "amount_too_large" : undefined;
};

/** Returns the failure code of a request that Stripe refused, by the parameter it names. */
const refusalCode = ({ param, code }: Stripe.errors.StripeInvalidRequestError) => {
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

/** The intent of a decline, or the code of a request that Stripe did not begin. */
const declined = (err: unknown): Outcome | undefined => {
  if (err instanceof StripeCardError) {
    const code = err.decline_code || err.code || "card_declined";
    return err.payment_intent
      ? ok({ ...view(err.payment_intent), failureCode: code })
      : refuse(code);
  }
  const understood =
    err instanceof StripeInvalidRequestError && (err.statusCode === 400 || err.code);
  if (!understood) return undefined;
  log.warn("stripe.refused", { code: err.code, param: err.param, stripeRequestId: err.requestId });
  return refuse(refusalCode(err));
};

/** The first answer to this key was a failure, or was to other parameters: only a look tells more. */
const mustLook = (err: unknown) =>
  err instanceof StripeIdempotencyError ||
  (err instanceof StripeError && (err.statusCode ?? 0) >= 500);

/** Stripe, and nothing but Stripe: https://docs.stripe.com/api/payment_intents */
export const stripeProvider = (options: StripeOptions): PaymentProvider & NoticeReader => {
  const stripe = connect(options);
  const cryptoProvider = Stripe.createSubtleCryptoProvider();

  const find = async (attempt: Attempt) => {
    const since = Math.floor(attempt.startedAt / 1000);
    const created = {
      gte: since - CLOCK_SKEW_SECONDS,
      lte: since + LISTED_SECONDS + CLOCK_SKEW_SECONDS,
    };
    let seen = 0;
    try {
      for await (const intent of stripe.paymentIntents.list({ created, limit: LIST_PAGE })) {
        if (intent.metadata.payment_id === attempt.paymentId) return view(intent);
        seen += 1;
        if (seen >= LISTED_MAX) throw new DependencyError("stripe", new Error("too many to list"));
      }
    } catch (err) {
      return unknown(err);
    }
    return undefined;
  };

  const retrieve = (ref: string) => stripe.paymentIntents.retrieve(ref).then(view, unknown);

  const fingerprintOf = async (token: string) => {
    try {
      const { card } = await stripe.paymentMethods.retrieve(token);
      return card?.fingerprint ?? undefined;
    } catch (err) {
      return err instanceof StripeInvalidRequestError ? undefined : unknown(err);
    }
  };

  /** An intent that is no longer in the state for it is no failure: it is looked at. */
  const settled = async (ref: string, work: Promise<Intent>) => {
    try {
      return view(await work);
    } catch (err) {
      return err instanceof StripeInvalidRequestError ? retrieve(ref) : unknown(err);
    }
  };

  const verified = async (body: string, signature: string) => {
    for (const secret of options.webhookSecrets) {
      const event = await stripe.webhooks
        .constructEventAsync(
          body,
          signature,
          secret,
          WEBHOOK_TOLERANCE_SECONDS,
          cryptoProvider,
          options.clock.now(),
        )
        .catch(() => undefined);
      if (event) return event;
    }
    throw new AppError("signature_invalid");
  };

  return {
    name: "stripe",
    find,
    retrieve,
    fingerprintOf,

    async authorise(attempt) {
      if (!attempt.token) return refuse("invalid_token");
      const refused = refusedAmount(attempt.amount);
      if (refused) return refuse(refused);
      const idempotencyKey = `pi:${attempt.orderId}:${attempt.number}`;
      try {
        return ok(
          view(
            await stripe.paymentIntents.create(createParams(attempt, attempt.token), {
              idempotencyKey,
            }),
          ),
        );
      } catch (err) {
        const known = declined(err);
        if (known) return known;
        const found = mustLook(err) ? await find(attempt) : undefined;
        return found ? ok(found) : unknown(err);
      }
    },

    capture: (ref, idempotencyKey) =>
      settled(ref, stripe.paymentIntents.capture(ref, undefined, { idempotencyKey })),

    cancel: (ref, idempotencyKey) =>
      settled(
        ref,
        stripe.paymentIntents.cancel(ref, { cancellation_reason: "abandoned" }, { idempotencyKey }),
      ),

    limits: limitsOf,

    ping: reachable("stripe", options.url, TIMEOUT_MS),

    async read(body, signature): Promise<Notice | undefined> {
      const event = await verified(body, signature ?? "");
      const state = NEWS[event.type];
      if (!state) return undefined;
      const ours = AboutOurs.safeParse(event);
      if (!ours.success) return undefined;
      const { id: ref, metadata } = ours.data.data.object;
      return { id: ours.data.id, orderId: metadata.order_id, ref, state };
    },
  };
};
