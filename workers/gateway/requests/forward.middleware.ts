import type { GatewayContext, GatewayMiddleware } from "#gateway/context.http";
import type { Services } from "#gateway/env";
import { ACTOR_HEADER, type Actor, GUEST } from "#kernel/actor";
import type { Admission } from "#kernel/admission";
import { currentTrace } from "#kernel/call";
import { MEMBERS_HEADER } from "#kernel/routes/edge-headers";
import { nameRoute, ROUTE_HEADER } from "#kernel/sight/operations";
import { hasLength, wholeBody } from "./body.http";
import { isRead } from "./prefixes.rules";
import type { Route } from "./route.rules";

/**
 * Headers that only the shop may set. They are removed from incoming requests. Guests show the access token of
 * an order in `Bodega-Order-Token`.
 */
const INTERNAL_HEADER = /^(x-bodega-|bodega-(?!order-token$))/;

/** Returns a request that a cache may answer with its parameters in the order of the key, and others as they are. */
const inKeyOrder = (request: Request, cacheKey: string | undefined) =>
  cacheKey === undefined ? request : new Request(new URL(cacheKey, request.url).href, request);

interface Forwarded {
  actor: Actor;
  cacheKey: string | undefined;
  body: ArrayBuffer | undefined;
}

const withInternalHeaders = (request: Request, { actor, cacheKey, body }: Forwarded): Request => {
  const { requestId, traceparent } = currentTrace();
  const copy = new Request(inKeyOrder(request, cacheKey), body ? { body } : undefined);
  for (const name of request.headers.keys())
    if (INTERNAL_HEADER.test(name)) copy.headers.delete(name);
  copy.headers.delete("authorization");
  if (actor.kind !== "guest") copy.headers.set(ACTOR_HEADER, JSON.stringify(actor));
  copy.headers.set("x-request-id", requestId);
  copy.headers.set("traceparent", traceparent);
  return copy;
};

/**
 * Returns the whole body of a request; undefined for a read, and for an upload that is forwarded while
 * it arrives.
 */
const receivedBody = async (request: Request, { upload, cached }: Route) =>
  (upload && hasLength(request)) || (cached && request.method === "GET")
    ? undefined
    : wholeBody(request);

/** Answers 404 for a path that no Worker serves. */
export const requireTarget: GatewayMiddleware = async (c, next) =>
  c.get("target") === undefined ? c.notFound() : next();

/** Admission by kind, so that slow uploads and costly hashes take no slots from other requests. */
type Admissions = Record<"shop" | "upload" | "hash", Admission>;

interface Dependencies {
  services: Services;
  admissions: Admissions;
}

/** Returns the kind of a request. A read of an upload's path has no body that could be slow. */
const slotOf = ({ upload, hash }: Route, method: string) => {
  if (upload && !isRead(method)) return "upload";
  return hash ? "hash" : "shop";
};

/**
 * Asks for a read that the cache may answer. Others get a cached answer as well, so it must not depend on the actor:
 * a guest asks. Only if members may have other prices, the account of a valid session asks by name, and the Worker
 * makes that answer private.
 */
const cachedRead = async (
  ask: (actor: Actor) => Promise<Response>,
  { member, isPricedForMembers }: Partial<GatewayContext["Variables"]>,
): Promise<Response> => {
  const answer = isPricedForMembers ? undefined : await ask(GUEST);
  if (answer && !(member && answer.headers.has(MEMBERS_HEADER))) return answer;
  const actor = (await member?.()) ?? GUEST;
  if (answer && actor.kind === "guest") return answer;
  await answer?.body?.cancel();
  return ask(actor);
};

/** Forwards a request to the Worker that serves its path. Nothing can change the headers of its answer. */
export const forward =
  ({ services, admissions }: Dependencies): GatewayMiddleware =>
  async (c) => {
    const { route, cacheKey } = c.get("target");
    const body = await receivedBody(c.req.raw, route);
    const ask = (actor: Actor) =>
      admissions[slotOf(route, c.req.method)](() =>
        services[route.to].fetch(withInternalHeaders(c.req.raw, { actor, cacheKey, body })),
      );
    const answer =
      cacheKey === undefined ? await ask(c.get("actor")) : await cachedRead(ask, c.var);
    const pattern = answer.headers.get(ROUTE_HEADER);
    if (pattern !== null) nameRoute(pattern);
    return answer;
  };
