import type { GatewayMiddleware } from "#gateway/context.http";
import { currentTrace } from "#kernel/call";
import { CHANGED_HEADER } from "#kernel/routes/changed-members";

const FIXED_HEADERS = Object.entries({
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=31536000",
});

/** Sets the headers that all answers of the shop share. The cache stores answers with them. */
export const setFixedHeaders = (headers: Headers) => {
  for (const [name, value] of FIXED_HEADERS) headers.set(name, value);
  if (!/\borigin\b/i.test(headers.get("vary") ?? "")) headers.append("Vary", "Origin");
};

export const setRequestId = (headers: Headers) =>
  headers.set("X-Request-Id", currentTrace().requestId);

/** Sets the headers of an outgoing answer, and removes the internal ones. */
export const setOutwardHeaders = (headers: Headers) => {
  headers.delete("bodega-tags");
  headers.delete("bodega-purge");
  headers.delete(CHANGED_HEADER);
  setRequestId(headers);
  setFixedHeaders(headers);
};

export const outward: GatewayMiddleware = async (c, next) => {
  await next();
  setOutwardHeaders(c.res.headers);
};
