import Stripe from "stripe";
import { DependencyError } from "#kernel/errors";
import { log } from "#kernel/log";
import { ok, refuse } from "#kernel/result";
import type { Attempt, PaymentProvider, ProviderOutcome } from "#payments/provider.port";
import type { StripeConnection } from "./stripe-connection.client";
import { limitsOf, toStripe } from "./stripe-currencies.rules";
import { amountFailure, createParams, paymentFrom, refusalCode } from "./stripe-intents.rules";

/**
 * How long after the first attempt a repeated one can have created the intent; keys are stored for 24
 * hours.
 */
const LISTED_SECONDS = 24 * 60 * 60;
const CLOCK_SKEW_SECONDS = 300;
const LIST_PAGE = 100;
const LISTED_MAX = 2000;

const { StripeCardError, StripeIdempotencyError, StripeInvalidRequestError } = Stripe.errors;

type Payments = Omit<
  PaymentProvider,
  "name" | "refund" | "findRefund" | "retrieveRefund" | "refundsOf"
>;

/** Stripe's payments: https://docs.stripe.com/api/payment_intents */
export const stripePayments = (connection: StripeConnection): Payments => {
  const { sdk, throwUnknown, isRefusal, mayHaveEffect } = connection;

  /** Returns the outcome that an error reports: a decline, or a refused request. Undefined if it is unknown. */
  const outcomeIn = (err: unknown): ProviderOutcome | undefined => {
    if (err instanceof StripeCardError) {
      const failureCode = err.decline_code || err.code || "card_declined";
      const intent = err.payment_intent;
      return intent ? ok({ ...paymentFrom(intent), failureCode }) : refuse(failureCode);
    }
    if (!isRefusal(err)) return undefined;
    const { code, param, requestId: stripeRequestId } = err;
    log.warn("stripe.refused", { code, param, stripeRequestId });
    return refuse(refusalCode(err));
  };

  const find = async ({ paymentId, startedAt }: Attempt) => {
    const since = Math.floor(startedAt / 1000);
    const created = {
      gte: since - CLOCK_SKEW_SECONDS,
      lte: since + LISTED_SECONDS + CLOCK_SKEW_SECONDS,
    };
    let listed = 0;
    try {
      for await (const intent of sdk.paymentIntents.list({ created, limit: LIST_PAGE })) {
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
    sdk.paymentIntents.retrieve(ref).then(paymentFrom, throwUnknown);

  const fingerprintOf = async (token: string) => {
    try {
      const { card } = await sdk.paymentMethods.retrieve(token);
      return card?.fingerprint ?? undefined;
    } catch (err) {
      return err instanceof StripeInvalidRequestError ? undefined : throwUnknown(err);
    }
  };

  /**
   * Returns the intent after a call. If the intent was not in the state for that call, or an earlier call
   * under the key had another amount, returns it unchanged.
   */
  const currentAfter = async (ref: string, call: Promise<Stripe.PaymentIntent>) => {
    try {
      return paymentFrom(await call);
    } catch (err) {
      const isUnchanged =
        err instanceof StripeInvalidRequestError || err instanceof StripeIdempotencyError;
      return isUnchanged ? retrieve(ref) : throwUnknown(err);
    }
  };

  return {
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
        return ok(paymentFrom(await sdk.paymentIntents.create(params, { idempotencyKey })));
      } catch (err) {
        const outcome = outcomeIn(err);
        if (outcome) return outcome;
        const found = mayHaveEffect(err) ? await find(attempt) : undefined;
        return found ? ok(found) : throwUnknown(err);
      }
    },

    capture(ref, idempotencyKey, amount) {
      const params = amount ? { amount_to_capture: toStripe(amount) } : undefined;
      return currentAfter(ref, sdk.paymentIntents.capture(ref, params, { idempotencyKey }));
    },

    cancel: (ref, idempotencyKey) =>
      currentAfter(
        ref,
        sdk.paymentIntents.cancel(ref, { cancellation_reason: "abandoned" }, { idempotencyKey }),
      ),

    limits: limitsOf,
    chargeFailure: amountFailure,
    ping: connection.ping,
  };
};
