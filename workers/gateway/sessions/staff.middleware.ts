import type { GatewayMiddleware } from "#gateway/context.http";
import { hasRole } from "#kernel/actor";
import type { StaffAdmission } from "./staff.service";

/**
 * Verifies the current role of staff on their routes, and audits the request with its status.
 * @throws 401 `unauthenticated`, 403 `forbidden`
 */
export const admitStaff =
  (admission: StaffAdmission): GatewayMiddleware =>
  async (c, next) => {
    const { route, pathname } = c.var.target;
    const { actor } = c.var;
    const isStaffAct = route.staff || (route.staffToo && hasRole(actor, "staff"));
    if (!isStaffAct) return next();
    const admitted = await admission({ method: c.req.method, pathname, route, actor });
    c.set("actor", admitted.actor);
    await next();
    if (!c.error) admitted.recordStatus(c.res.status);
  };
