import Stripe from "stripe";
import { z } from "zod";
import type { Clock } from "#kernel/clock";
import { AppError, DependencyError } from "#kernel/errors";
import { Id } from "#kernel/ids";
import { log } from "#kernel/log";
import { ok, refuse } from "#kernel/result";
import { outgoing, reachable } from "#kernel/vendors/http";
import type {
  Attempt,
  PaymentProvider,
  ProviderOutcome,
  Webhook,
  WebhookReader,
} from "#payments/provider.port";
import { limitsOf } from "./stripe-currencies.rules";
import {
  amountFailure,
  CLAIMED_STATES,
  createParams,
  paymentFrom,
  refusalCode,
} from "./stripe-intents.rules";

interface StripeOptions {
  url: string;
  secretKey: string;
  /** One secret, or two during a rotation. */
  webhookSecrets: readonly string[];
  clock: Clock;
}

const TIMEOUT_MS = 6000;
const WEBHOOK_TOLERANCE_SECONDS = 300;
/**
 * How long after the first attempt a repeated one can have created the intent; keys are stored for 24
 * hours.
 */
const LISTED_SECONDS = 24 * 60 * 60;
const CLOCK_SKEW_SECONDS = 300;
const LIST_PAGE = 100;
const LISTED_MAX = 2000;

/** The parts of an event that are read: they identify its payment. */
const OrderEvent = z.object({
  id: z.string(),
  data: z.object({
    object: z.object({
      id: z.string(),
      metadata: z.object({ order_id: Id("order"), payment_id: z.string().optional() }),
    }),
  }),
});

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

/** Throws an error of Stripe as an unknown outcome, and any other error as it is. */
const throwUnknown = (err: unknown): never => {
  throw err instanceof StripeError ? new DependencyError("stripe", err) : err;
};

/** Returns the outcome that an error reports: a decline, or a refused request. Undefined if it is unknown. */
const outcomeIn = (err: unknown): ProviderOutcome | undefined => {
  if (err instanceof StripeCardError) {
    const failureCode = err.decline_code || err.code || "card_declined";
    const intent = err.payment_intent;
    return intent ? ok({ ...paymentFrom(intent), failureCode }) : refuse(failureCode);
  }
  const isRefusal =
    err instanceof StripeInvalidRequestError && (err.statusCode === 400 || err.code);
  if (!isRefusal) return undefined;
  log.warn("stripe.refused", { code: err.code, param: err.param, stripeRequestId: err.requestId });
  return refuse(refusalCode(err));
};

/**
 * Returns whether an intent may exist although the call failed, because an earlier call under its key
 * failed inside Stripe or had other parameters. Repeating the call would repeat the error.
 */
const mayHaveMadeIntent = (err: unknown) =>
  err instanceof StripeIdempotencyError ||
  (err instanceof StripeError && (err.statusCode ?? 0) >= 500);

/** Returns the webhook of a verified event; undefined if it concerns no payment of the shop. */
const webhookFrom = (event: Stripe.Event): Webhook | undefined => {
  const state = CLAIMED_STATES[event.type];
  const parsed = OrderEvent.safeParse(event);
  if (!state || !parsed.success) return undefined;
  const { id, data } = parsed.data;
  const { order_id: orderId, payment_id: paymentId = null } = data.object.metadata;
  return { id, orderId, paymentId, ref: data.object.id, state };
};

/** Stripe as a payment provider: https://docs.stripe.com/api/payment_intents */
export const stripeProvider = (options: StripeOptions): PaymentProvider & WebhookReader => {
  const stripe = connect(options);
  const cryptoProvider = Stripe.createSubtleCryptoProvider();

  const find = async ({ paymentId, startedAt }: Attempt) => {
    const since = Math.floor(startedAt / 1000);
    const created = {
      gte: since - CLOCK_SKEW_SECONDS,
      lte: since + LISTED_SECONDS + CLOCK_SKEW_SECONDS,
    };
    let listed = 0;
    try {
      for await (const intent of stripe.paymentIntents.list({ created, limit: LIST_PAGE })) {
        if (intent.metadata.payment_id === paymentId) return paymentFrom(intent);
        listed += 1;
        if (listed >= LISTED_MAX)
          throw new DependencyError("stripe", new Error("too many to list"));
      }
    } catch (err) {
      return throwUnknown(err);
    }
    return undefined;
  };

  const retrieve = (ref: string) =>
    stripe.paymentIntents.retrieve(ref).then(paymentFrom, throwUnknown);

  const fingerprintOf = async (token: string) => {
    try {
      const { card } = await stripe.paymentMethods.retrieve(token);
      return card?.fingerprint ?? undefined;
    } catch (err) {
      return err instanceof StripeInvalidRequestError ? undefined : throwUnknown(err);
    }
  };

  /**
   * Returns the intent after a call. If the intent was not in the state for that call, returns it
   * unchanged.
   */
  const currentAfter = async (ref: string, call: Promise<Stripe.PaymentIntent>) => {
    try {
      return paymentFrom(await call);
    } catch (err) {
      return err instanceof StripeInvalidRequestError ? retrieve(ref) : throwUnknown(err);
    }
  };

  /** Verifies an event with each secret in turn. */
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
      const failure = amountFailure(attempt.amount);
      if (failure) return refuse(failure);
      const params = createParams(attempt, attempt.token);
      const idempotencyKey = `pi:${attempt.orderId}:${attempt.number}`;
      try {
        return ok(paymentFrom(await stripe.paymentIntents.create(params, { idempotencyKey })));
      } catch (err) {
        const outcome = outcomeIn(err);
        if (outcome) return outcome;
        const found = mayHaveMadeIntent(err) ? await find(attempt) : undefined;
        return found ? ok(found) : throwUnknown(err);
      }
    },

    capture: (ref, idempotencyKey) =>
      currentAfter(ref, stripe.paymentIntents.capture(ref, undefined, { idempotencyKey })),

    cancel: (ref, idempotencyKey) =>
      currentAfter(
        ref,
        stripe.paymentIntents.cancel(ref, { cancellation_reason: "abandoned" }, { idempotencyKey }),
      ),

    limits: limitsOf,

    ping: reachable("stripe", options.url, TIMEOUT_MS),

    read: async (body, signature) => webhookFrom(await verified(body, signature ?? "")),
  };
};
