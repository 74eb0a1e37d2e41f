import type { GatewayMiddleware } from "#gateway/context.http";
import { ACTOR_HEADER } from "#kernel/actor";
import { currentTrace } from "#kernel/call";
import { CHANGED_HEADER } from "#kernel/routes/changed-members";
import {
  EDGE_LIFETIME_HEADER,
  EDGE_TAGS_HEADER,
  LOCALES_HEADER,
  MEMBERS_HEADER,
} from "#kernel/routes/edge-headers";
import { ROUTE_HEADER } from "#kernel/sight/operations";

/** Headers in which Workers tell the gateway what clients need not know. */
const INTERNAL_HEADERS = [
  ...["bodega-tags", "bodega-purge", CHANGED_HEADER, ROUTE_HEADER, MEMBERS_HEADER],
  ...[EDGE_LIFETIME_HEADER, EDGE_TAGS_HEADER, LOCALES_HEADER],
];

const FIXED_HEADERS = Object.entries({
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=31536000",
});

/** Returns the request headers that an answer depends on for clients, who never send the actor. */
const outwardVary = (vary: string) => {
  const names = vary.split(",").map((name) => name.trim());
  const outward = names.filter(
    (name) => name !== "" && ![ACTOR_HEADER, "origin"].includes(name.toLowerCase()),
  );
  return [...outward, "Origin"].join(", ");
};

/**
 * Sets the headers that all answers of the shop share, and removes the internal ones. The cache stores answers
 * with these headers.
 */
export const setSharedHeaders = (headers: Headers) => {
  for (const name of INTERNAL_HEADERS) headers.delete(name);
  for (const [name, value] of FIXED_HEADERS) headers.set(name, value);
  headers.set("Vary", outwardVary(headers.get("vary") ?? ""));
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
