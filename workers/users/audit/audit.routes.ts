import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { listAuditEntries } from "./audit.api";
import type { AuditService } from "./audit.service";

/** Registers the route /v1/admin/audit, which lists audit entries for admins. */
export const auditRoutes = (app: App, audit: AuditService) => {
  route(app, listAuditEntries, async (c) => privateJson(c, await audit.list(c.req.valid("query"))));
};
