import { ACTOR_HEADER, type Actor, GUEST, hasRole } from "#kernel/actor";
import type { Admission } from "#kernel/admission";
import { renderError } from "#kernel/app";
import { currentTrace } from "#kernel/call";
import { AppError, appErrorIn } from "#kernel/errors";
import { isMeasured, saysTooLarge, wholeBody } from "./body.http";
import { cacheKey, type EdgeCache } from "./cache.store";
import { type EdgeLimits, withPolicy } from "./edge-limits.http";
import type { Services } from "./env";
import { isPlainPath, type Route, routeOf } from "./prefixes.rules";
import type { Sessions } from "./session.service";
import type { StaffDoor } from "./staff.service";

/** What the shop alone may say about a request, and so nobody from outside. */
const INTERNAL_HEADER = /^(x-bodega-|bodega-)/;

const sealed = (request: Request, actor: Actor, body?: ArrayBuffer): Request => {
  const { requestId, traceparent } = currentTrace();
  const copy = new Request(request, body ? { body } : undefined);
  for (const name of request.headers.keys())
    if (INTERNAL_HEADER.test(name)) copy.headers.delete(name);
  copy.headers.delete("authorization");
  if (actor.kind !== "guest") copy.headers.set(ACTOR_HEADER, JSON.stringify(actor));
  copy.headers.set("x-request-id", requestId);
  copy.headers.set("traceparent", traceparent);
  return copy;
};

const OUTWARD_HEADERS = Object.entries({
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=31536000",
});

/** Makes an answer's headers what may leave the shop: with the request's id, without what is for ourselves. */
export const turnOutward = (headers: Headers) => {
  headers.delete("bodega-tags");
  headers.delete("bodega-purge");
  headers.set("X-Request-Id", currentTrace().requestId);
  for (const [name, value] of OUTWARD_HEADERS) headers.set(name, value);
  headers.append("Vary", "Origin");
};

/** A Worker's answer is handed on with headers that can be written. */
const handedOn = (answer: Response) => new Response(answer.body, answer);

/** Returns a request's body once it is whole; undefined where it is passed on as it arrives. */
const received = async (request: Request, { upload }: Route) =>
  upload && isMeasured(request) ? undefined : wholeBody(request);

/**
 * What the cache knows is answered before anything else is asked: nobody has to say who they are, and
 * no place in the shop is taken. A page of another origin goes the long way, for it is told whether it
 * may read.
 */
export const fromMemory =
  (cache: EdgeCache) =>
  (request: Request): Response | undefined => {
    if (request.method !== "GET" || request.headers.has("origin")) return undefined;
    const url = URL.parse(request.url);
    if (!url || !isPlainPath(url.pathname) || !routeOf(url.pathname)?.cached) return undefined;
    const kept = cache.answer(cacheKey(url), request.headers.get("if-none-match"));
    if (kept) turnOutward(kept.headers);
    return kept;
  };

interface Tools {
  services: Services;
  session: Sessions;
  cache: EdgeCache;
  limit: EdgeLimits;
  admit: Admission;
  /** Lets uploads in, which may take long to arrive, beside the places of all others. */
  admitUpload: Admission;
  staff: StaffDoor;
}

/** Hands a request to the Worker whose prefix it has; what may be kept is answered from the cache. */
export const forwarder = (tools: Tools) => {
  const { services, session, cache, limit, admit, admitUpload, staff } = tools;

  const ask = ({ to, upload }: Route, request: Request, actor: Actor, body?: ArrayBuffer) =>
    (upload ? admitUpload : admit)(() => services[to].fetch(sealed(request, actor, body)));

  const fromCatalogue = async (request: Request, url: URL, route: Route) => {
    const key = cacheKey(url);
    const kept = cache.answer(key, request.headers.get("if-none-match"));
    if (kept) return kept;
    const policy = await limit(route.rate, request, GUEST);
    const asOf = cache.generation();
    const answer = await ask(route, request, GUEST);
    return withPolicy((await cache.keep(key, answer, asOf)) ?? handedOn(answer), policy);
  };

  const actorFor = async ({ open }: Route, request: Request): Promise<Actor> => {
    try {
      return await session(request.headers.get("authorization"));
    } catch (err) {
      if (open && appErrorIn(err)?.code === "unauthenticated") return GUEST;
      throw err;
    }
  };

  return async (request: Request): Promise<Response> => {
    // The address is made of what the Host header says, which may be no host at all.
    const url = URL.parse(request.url);
    const route = url && isPlainPath(url.pathname) ? routeOf(url.pathname) : undefined;
    if (!url || !route) return renderError(new AppError("not_found"));
    if (route.cached && request.method === "GET") return fromCatalogue(request, url, route);
    if (saysTooLarge(request, route.bodyMaxBytes)) throw new AppError("body_too_large");
    const actor = await actorFor(route, request);
    const policy = await limit(route.rate, request, actor);
    const atDoor = route.staff || (route.staffToo && hasRole(actor, "staff"));
    const admitted = atDoor ? await staff(request, url, route, actor) : undefined;
    const body = await received(request, route);
    const answer = await ask(route, request, admitted?.actor ?? actor, body);
    admitted?.noted(answer.status);
    const touched = answer.headers.get("bodega-purge");
    if (touched) cache.purge(touched.split(","));
    return withPolicy(handedOn(answer), policy);
  };
};
