import type { GatewayMiddleware } from "#gateway/context.http";
import type { Route } from "#gateway/requests/route.rules";
import { type Actor, hasRole } from "#kernel/actor";
import type { StaffAdmission } from "./staff.service";

/** Returns whether staff or an API key uses a route of staff. */
const isStaffAct = ({ staff, staffToo }: Route, actor: Actor) =>
  staff === true || (staffToo === true && (hasRole(actor, "staff") || actor.kind === "key"));

/**
 * Verifies the current role of staff on their routes, and audits the request with its status and the
 * names of what it changed. Admits API
 * keys that have the scope of the route.
 * @throws 401 `unauthenticated`, 403 `forbidden`
 */
export const admitStaff =
  (admission: StaffAdmission): GatewayMiddleware =>
  async (c, next) => {
    const { route, pathname } = c.get("target");
    const actor = c.get("actor");
    if (!isStaffAct(route, actor)) return next();
    const admitted = await admission({ method: c.req.method, pathname, route, actor });
    c.set("actor", admitted.actor);
    await next();
    if (!c.error) admitted.recordAnswer(c.res);
  };
