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
import type { Target } from "./target.rules";

/**
 * Headers that only the shop may set. They are removed from incoming requests. Guests show the access token of
 * an order in `Bodega-Order-Token`.
 */
const INTERNAL_HEADER = /^(x-bodega-|bodega-(?!order-token$))/;

/** Returns a request that a cache may answer with its parameters in the order of the key, and others as they are. */
const inKeyOrder = (request: Request, cacheKey: string | undefined) =>
  cacheKey === undefined ? request : new Request(new URL(cacheKey, request.url).href, request);

/** Asks for the answer that the cache keeps, in one language of the shop, once the shop's languages are known. */
const setLanguage = (headers: Headers, { cacheKey, language }: Target) => {
  if (cacheKey === undefined || language === null) return;
  if (language === "") headers.delete("accept-language");
  else headers.set("accept-language", language);
};

interface Forwarded {
  actor: Actor;
  target: Target;
  body: ArrayBuffer | undefined;
}

const withInternalHeaders = (request: Request, { actor, target, body }: Forwarded): Request => {
  const { requestId, traceparent } = currentTrace();
  const copy = new Request(inKeyOrder(request, target.cacheKey), body ? { body } : undefined);
  for (const name of request.headers.keys())
    if (INTERNAL_HEADER.test(name)) copy.headers.delete(name);
  copy.headers.delete("authorization");
  setLanguage(copy.headers, target);
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

/** Learns the locales of the shop from an answer; see `shopLanguages`. */
interface Languages {
  after(
    target: Target,
    headers: Headers,
    answer: Response,
  ): { target: Target; isAnswered: boolean };
}

interface Dependencies {
  services: Services;
  admissions: Admissions;
  languages: Languages;
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
  ({ services, admissions, languages }: Dependencies): GatewayMiddleware =>
  async (c) => {
    const { raw } = c.req;
    const { route, cacheKey } = c.get("target");
    const body = await receivedBody(raw, route);
    const ask = (actor: Actor) =>
      admissions[slotOf(route, raw.method)](() =>
        services[route.to].fetch(
          withInternalHeaders(raw, { actor, target: c.get("target"), body }),
        ),
      );
    /** Asks again if the answer tells that the shop has other locales now. */
    const spokenAnswer = async () => {
      const answer = await cachedRead(ask, c.var);
      const { target, isAnswered } = languages.after(c.get("target"), raw.headers, answer);
      c.set("target", target);
      if (isAnswered) return answer;
      await answer.body?.cancel();
      return cachedRead(ask, c.var);
    };
    const answer = cacheKey === undefined ? await ask(c.get("actor")) : await spokenAnswer();
    const pattern = answer.headers.get(ROUTE_HEADER);
    if (pattern !== null) nameRoute(pattern);
    return answer;
  };
