import { ACTOR_HEADER, type Actor, GUEST, hasRole } from "#kernel/actor";
import type { Admission } from "#kernel/admission";
import { renderError } from "#kernel/app";
import { arriving } from "#kernel/arrival";
import { currentTrace } from "#kernel/call";
import { AppError, appErrorIn } from "#kernel/errors";
import { cacheKey, type EdgeCache } from "./cache";
import type { Services } from "./env";
import { isPlainPath, type Route, routeOf } from "./routes";
import type { Sessions } from "./session";
import type { StaffDoor } from "./staff";

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

/**
 * Returns all of a request's body, so that a slow sender never takes a place in the shop; undefined where
 * it is passed on as it arrives.
 * @throws 408 `request_timeout`, 400 `malformed_json`
 */
const received = async (request: Request, { upload }: Route) => {
  const asIs = upload || request.body === null || /^(GET|HEAD)$/.test(request.method);
  if (asIs) return undefined;
  return arriving(request.arrayBuffer()).catch((cause) => {
    if (appErrorIn(cause)) throw cause;
    throw new AppError("malformed_json", "The body ended before it was complete.", { cause });
  });
};

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
  admit: Admission;
  /** Lets uploads in, which may take long to arrive, beside the places of all others. */
  admitUpload: Admission;
  staff: StaffDoor;
}

/** Hands a request to the Worker whose prefix it has; what may be kept is answered from the cache. */
export const forwarder = ({ services, session, cache, admit, admitUpload, staff }: Tools) => {
  const ask = ({ to, upload }: Route, request: Request, actor: Actor, body?: ArrayBuffer) =>
    (upload ? admitUpload : admit)(() => services[to].fetch(sealed(request, actor, body)));

  const fromCatalogue = async (request: Request, url: URL, route: Route) => {
    const key = cacheKey(url);
    const kept = cache.answer(key, request.headers.get("if-none-match"));
    if (kept) return kept;
    const asOf = cache.generation();
    const answer = await ask(route, request, GUEST);
    return (await cache.keep(key, answer, asOf)) ?? handedOn(answer);
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
    const actor = await actorFor(route, request);
    const atDoor = route.staff || (route.staffToo && hasRole(actor, "staff"));
    const admitted = atDoor ? await staff(request, url, route, actor) : undefined;
    const body = await received(request, route);
    const answer = await ask(route, request, admitted?.actor ?? actor, body);
    admitted?.noted(answer.status);
    const touched = answer.headers.get("bodega-purge");
    if (touched) cache.purge(touched.split(","));
    return handedOn(answer);
  };
};
