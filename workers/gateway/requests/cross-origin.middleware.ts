import { cors } from "hono/cors";
import type { GatewayMiddleware } from "#gateway/context.http";

const EXPOSED_HEADERS = [
  "ETag",
  "X-Request-Id",
  "Idempotent-Replayed",
  "Retry-After",
  "Location",
  "RateLimit",
  "RateLimit-Policy",
  "WWW-Authenticate",
];
const ALLOWED_HEADERS = [
  "Authorization",
  "Content-Type",
  "Bodega-Order-Token",
  "Idempotency-Key",
  "If-Match",
  "If-None-Match",
  "Last-Event-ID",
  "Turnstile-Token",
  "X-Request-Id",
  "traceparent",
];

/** Lets pages of the storefronts read answers (CORS). Skips requests that are not cross-origin. */
export const crossOrigin = (origins: string[]): GatewayMiddleware => {
  const handler = cors({
    origin: origins,
    credentials: true,
    allowHeaders: ALLOWED_HEADERS,
    exposeHeaders: EXPOSED_HEADERS,
    maxAge: 600,
  });
  return (c, next) => (c.req.header("origin") === undefined ? next() : handler(c, next));
};
