import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import {
  changeCustomerGroup,
  createCustomerGroup,
  deleteCustomerGroup,
  listCustomerGroups,
  readCustomerGroup,
} from "./customer-groups.api";
import type { CustomerGroupsService } from "./customer-groups.service";
import { requestOf, respondChanged, respondRecord } from "./records.http";

const PATH = "/v1/admin/customer-groups";

/** /v1/admin/customer-groups: what staff do with customer groups. */
export const customerGroupRoutes = (app: App, groups: CustomerGroupsService) => {
  route(app, listCustomerGroups, async (c) =>
    privateJson(c, await groups.list(c.req.valid("query"))),
  );

  route(app, createCustomerGroup, async (c) => {
    const input = c.req.valid("json");
    return respondChanged(await groups.create(input, await requestOf(c, input)), PATH);
  });

  route(app, readCustomerGroup, async (c) =>
    respondRecord(c, await groups.read(c.req.param("id"))),
  );

  route(app, changeCustomerGroup, async (c) => {
    const patch = c.req.valid("json");
    const request = await requestOf(c, patch);
    return respondChanged(await groups.change(c.req.param("id"), patch, request), PATH);
  });

  route(app, deleteCustomerGroup, async (c) =>
    respondChanged(await groups.remove(c.req.param("id"), await requestOf(c, null)), PATH),
  );
};
