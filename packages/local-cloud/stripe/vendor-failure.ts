import { Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import { Refusal, type WireError } from "./refusal";

const UNKNOWN: WireError = { type: "api_error", message: "An unknown error occurred" };
const TOO_MANY: WireError = {
  type: "invalid_request_error",
  code: "rate_limit",
  message: "Request rate limit exceeded.",
};

/** Returns Stripe's body for an injected failure. */
export const injectedBody = (status: number) => ({ error: status === 429 ? TOO_MANY : UNKNOWN });

const envelope = (status: number, error: WireError) => Response.json({ error }, { status });

/** Wraps the app, so that errors of every kind have Stripe's format. */
export const withStripeErrors = (framed: Hono<StandInEnv>) => {
  const app = new Hono<StandInEnv>();
  app.route("/", framed);
  app.notFound((c) =>
    envelope(404, {
      type: "invalid_request_error",
      message: `Unrecognized request URL (${c.req.method}: ${c.req.path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    }),
  );
  app.onError((error) => {
    if (error instanceof Refusal) return envelope(error.status, error.wire);
    console.error(error);
    return envelope(500, UNKNOWN);
  });
  return app;
};
