import { type Context, Hono } from "hono";
import type { StandInEnv } from "#cloud/stand-in";
import { Refusal, type WireError } from "./refusal";

const UNKNOWN: WireError = { type: "api_error", message: "An unknown error occurred" };
const TOO_MANY: WireError = {
  type: "invalid_request_error",
  code: "rate_limit",
  message: "Request rate limit exceeded.",
};

/** The frame's own words for the failures it injects, and Stripe's. */
const INJECTED: Record<string, WireError> = { "injected fault": UNKNOWN, "rate limited": TOO_MANY };

const envelope = (status: number, error: WireError) => Response.json({ error }, { status });

const translateInjected = async (c: Context, next: () => Promise<void>) => {
  await next();
  if (c.res.status < 400) return;
  const body = (await c.res
    .clone()
    .json()
    .catch(() => undefined)) as { error?: unknown } | undefined;
  const error = typeof body?.error === "string" ? INJECTED[body.error] : undefined;
  if (error) c.res = envelope(c.res.status, error);
};

/** Around the framed app, so that every failure leaves in the envelope that Stripe's client reads. */
export const inStripesEnvelope = (framed: Hono<StandInEnv>) => {
  const app = new Hono<StandInEnv>();
  app.use("*", translateInjected);
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
