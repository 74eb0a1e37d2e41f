import { z } from "zod";
import { RolesPatch } from "#contract/users";
import { requireUser } from "#kernel/actor";
import { Email } from "#kernel/address/email";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { PageQuery } from "#kernel/routes/page";
import { body, json, noBody, query } from "#kernel/routes/validate";
import { idempotencyRequest, noQuery } from "#users/replay/idempotency-request.http";
import type { CustomersService } from "./customers.service";

const CUSTOMERS = "/v1/admin/customers";
const STAFF = "/v1/admin/staff";
const CustomersQuery = z.strictObject({ ...PageQuery, email: Email.optional() });

/** Customers, which admins can disable, and the roles of staff. */
export const customerRoutes = (app: App, customers: CustomersService) => {
  app.get(CUSTOMERS, access("staff", "staff"), query(CustomersQuery), async (c) =>
    privateJson(c, await customers.list(c.req.valid("query"))),
  );

  app.get(`${CUSTOMERS}/:id`, access("staff", "staff"), noQuery, async (c) =>
    privateJson(c, await customers.find(c.req.param("id"))),
  );

  app.post(`${CUSTOMERS}/:id/disable`, access("admin", "staff"), noQuery, noBody, async (c) => {
    const actor = requireUser(c.var.actor);
    return respondReplayable(
      await customers.disable(actor, c.req.param("id"), await idempotencyRequest(c, null)),
    );
  });

  app.post(`${CUSTOMERS}/:id/enable`, access("admin", "staff"), noQuery, noBody, async (c) => {
    const actor = requireUser(c.var.actor);
    return respondReplayable(
      await customers.enable(actor, c.req.param("id"), await idempotencyRequest(c, null)),
    );
  });

  app.get(STAFF, access("admin", "staff"), query(z.strictObject(PageQuery)), async (c) =>
    privateJson(c, await customers.staff(c.req.valid("query"))),
  );

  app.patch(
    `${STAFF}/:id`,
    access("admin", "staff"),
    noQuery,
    json,
    body(RolesPatch),
    async (c) => {
      const actor = requireUser(c.var.actor);
      const patch = c.req.valid("json");
      const request = await idempotencyRequest(c, patch);
      return respondReplayable(
        await customers.assign(actor, c.req.param("id"), patch.roles, request),
      );
    },
  );
};
