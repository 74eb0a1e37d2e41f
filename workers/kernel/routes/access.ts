import type { MiddlewareHandler } from "hono";
import { type Actor, requireRole, requireUser } from "#kernel/actor";
import type { AppEnv } from "#kernel/routes/app";

/** Access levels of routes. Ownership is checked by the route's service. */
const LEVELS = {
  /** No restriction. */
  public: () => undefined,
  /** Requires the id of the cart, which cannot be guessed, and its account if it has one. */
  cart: () => undefined,
  /** Requires the owner of the order, staff, or the access token that placing it returned. */
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

/**
 * Restricts a route to an access level.
 * @throws 401 `unauthenticated`, 403 `forbidden`
 */
export const access =
  (level: Access): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    LEVELS[level](c.var.actor);
    await next();
  };
