import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { listAuditEntries } from "./audit.api";
import type { AuditService } from "./audit.service";

/** /v1/admin/audit: audit entries. */
export const auditRoutes = (app: App, audit: AuditService) => {
  route(app, listAuditEntries, async (c) => privateJson(c, await audit.list(c.req.valid("query"))));
};
