import type { GatewayMiddleware } from "#gateway/context.http";
import { currentTrace } from "#kernel/call";
import { CHANGED_HEADER } from "#kernel/routes/changed-members";
import { ROUTE_HEADER } from "#kernel/sight/operations";

/** Headers in which Workers tell the gateway what clients need not know. */
const INTERNAL_HEADERS = ["bodega-tags", "bodega-purge", CHANGED_HEADER, ROUTE_HEADER];

const FIXED_HEADERS = Object.entries({
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=31536000",
});

/**
 * Sets the headers that all answers of the shop share, and removes the internal ones. The cache stores answers
 * with these headers.
 */
export const setSharedHeaders = (headers: Headers) => {
  for (const name of INTERNAL_HEADERS) headers.delete(name);
  for (const [name, value] of FIXED_HEADERS) headers.set(name, value);
  if (!/\borigin\b/i.test(headers.get("vary") ?? "")) headers.append("Vary", "Origin");
};

export const setRequestId = (headers: Headers) =>
  headers.set("X-Request-Id", currentTrace().requestId);

/** Sets the headers of an outgoing answer, and removes the internal ones. */
export const setOutwardHeaders = (headers: Headers) => {
  setRequestId(headers);
  setSharedHeaders(headers);
};

export const outward: GatewayMiddleware = async (c, next) => {
  await next();
  setOutwardHeaders(c.res.headers);
};
