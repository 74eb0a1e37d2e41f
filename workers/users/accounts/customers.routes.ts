import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { idempotencyRequest } from "#users/replay/idempotency-request.http";
import {
  assignRoles,
  disableCustomer,
  enableCustomer,
  listCustomers,
  listStaff,
  readCustomer,
} from "./customers.api";
import type { CustomersService } from "./customers.service";

/** Registers the routes with which staff list customers, and admins disable accounts and assign roles. */
export const customerRoutes = (app: App, customers: CustomersService) => {
  route(app, listCustomers, async (c) =>
    privateJson(c, await customers.list(c.req.valid("query"))),
  );

  route(app, readCustomer, async (c) => privateJson(c, await customers.find(c.req.param("id"))));

  route(app, disableCustomer, async (c) => {
    const actor = requireUser(c.var.actor);
    return respondReplayable(
      await customers.disable(actor, c.req.param("id"), await idempotencyRequest(c, null)),
    );
  });

  route(app, enableCustomer, async (c) => {
    const actor = requireUser(c.var.actor);
    return respondReplayable(
      await customers.enable(actor, c.req.param("id"), await idempotencyRequest(c, null)),
    );
  });

  route(app, listStaff, async (c) => privateJson(c, await customers.staff(c.req.valid("query"))));

  route(app, assignRoles, async (c) => {
    const actor = requireUser(c.var.actor);
    const patch = c.req.valid("json");
    const request = await idempotencyRequest(c, patch);
    return respondReplayable(
      await customers.assign(actor, c.req.param("id"), patch.roles, request),
    );
  });
};
