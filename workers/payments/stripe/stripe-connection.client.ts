import Stripe from "stripe";
import { DependencyError } from "#kernel/errors";
import { outgoing, reachable } from "#kernel/vendors/http";

const TIMEOUT_MS = 6000;

interface Address {
  url: string;
  secretKey: string;
}

const sdkOf = ({ url, secretKey }: Address) => {
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

const { StripeError, StripeIdempotencyError, StripeInvalidRequestError } = Stripe.errors;

/** Throws an error of Stripe as an unknown outcome, and any other error as it is. */
const throwUnknown = (err: unknown): never => {
  throw err instanceof StripeError ? new DependencyError("stripe", err) : err;
};

/** Returns whether Stripe refused the request without doing anything. */
const isRefusal = (err: unknown): err is Stripe.errors.StripeInvalidRequestError =>
  err instanceof StripeInvalidRequestError && (err.statusCode === 400 || err.code !== undefined);

/**
 * Returns whether a call may have taken effect although it failed, because an earlier call under its key
 * failed inside Stripe or had other parameters. Repeating the call would repeat the error.
 */
const mayHaveEffect = (err: unknown) =>
  err instanceof StripeIdempotencyError ||
  (err instanceof StripeError && (err.statusCode ?? 0) >= 500);

/** Returns Stripe's official client, and what its errors mean. */
export const connectStripe = (address: Address) => ({
  sdk: sdkOf(address),
  throwUnknown,
  isRefusal,
  mayHaveEffect,
  ping: reachable("stripe", address.url, TIMEOUT_MS),
});
export type StripeConnection = ReturnType<typeof connectStripe>;
