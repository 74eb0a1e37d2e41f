import type { MiddlewareHandler } from "hono";
import { type Actor, type ApiKeyActor, GUEST, requireRole, requireUser } from "#kernel/actor";
import type { Scope } from "#kernel/api-key";
import { AppError } from "#kernel/errors";
import type { AppEnv } from "#kernel/routes/app";

/** Access levels of routes. Ownership is checked by the route's service. */
const LEVELS = {
  /** No restriction. */
  public: () => undefined,
  /**
   * Requires the id of the cart, which cannot be guessed, and a sign-in to the cart's account if it has one.
   */
  cart: () => undefined,
  /** Requires the order's owner, staff, or the access token that was returned when the order was placed. */
  order: () => undefined,
  /** Requires a signed-in user, for their own data. */
  user: requireUser,
  /** Requires an active session. The route's service checks it, because the access token may be stale. */
  session: requireUser,
  staff: (actor: Actor) => requireRole(actor, "staff"),
  admin: (actor: Actor) => requireRole(actor, "admin"),
  /** Requires the signature of a payment provider or the queue over the body. */
  signed: () => undefined,
} as const satisfies Record<string, (actor: Actor) => unknown>;
/** The name of an access level. */
export type Access = keyof typeof LEVELS;

/** What decides on the callers of a route. */
export interface Guarded {
  method: string;
  access: Access;
  /** The scope that an API key needs. Without it no key may call the route, except to read the storefront. */
  scope?: Scope | null;
}

/** Returns whether every API key may call the route: it reads what the storefront shows to everyone. */
export const readsStorefront = ({ access: level, method }: Guarded) =>
  level === "public" && method === "GET";

/**
 * Requires that an API key has the scope of a route.
 * @throws 403 `forbidden`, with the scope that the key lacks
 */
export const requireScope = ({ scopes }: ApiKeyActor, scope: Scope | null | undefined) => {
  if (!scope) throw new AppError("forbidden", "API keys may not call this route.");
  if (scopes.includes(scope)) return;
  throw new AppError("forbidden", `The API key needs the scope ${scope}.`, {
    extensions: { scope },
  });
};

/**
 * Restricts a route to its access level, and API keys to its scope.
 * @throws 401 `unauthenticated`, 403 `forbidden`
 */
export const access =
  (route: Guarded): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    // Routes of the gateway that identify no caller set no actor.
    const actor = c.get("actor") ?? GUEST;
    if (actor.kind !== "key") LEVELS[route.access](actor);
    else if (!readsStorefront(route)) requireScope(actor, route.scope);
    await next();
  };
