import { z } from "zod";
import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { PageQuery } from "#kernel/routes/page";
import { query } from "#kernel/routes/validate";
import type { AuditService } from "./audit.service";

const Text = z.string().min(1).max(200).optional();
const AuditQuery = z.strictObject({ ...PageQuery, actor: Text, subject: Text, act: Text });

/** /v1/admin/audit: audit entries. */
export const auditRoutes = (app: App, audit: AuditService) => {
  app.get("/v1/admin/audit", access("admin", "staff"), query(AuditQuery), async (c) =>
    privateJson(c, await audit.list(c.req.valid("query"))),
  );
};
