import { z } from "zod";
import type { CountedAccess } from "#gateway/limits/edge-limits.middleware";
import { requireUser } from "#kernel/actor";
import { PRIVATE } from "#kernel/routes/etag";
import { query } from "#kernel/routes/validate";
import type { GatewayApp, GatewayMiddleware } from "./context.http";
import type { PersonalExport } from "./export.service";

interface Dependencies {
  identify: GatewayMiddleware;
  countedAccess: CountedAccess;
  personalExport: PersonalExport;
}

const HEADERS = {
  ...PRIVATE,
  "Content-Disposition": 'attachment; filename="personal-data.json"',
};

const noQuery = query(z.strictObject({}));

/** The export of a customer's own data. */
export const exportRoutes = (
  app: GatewayApp,
  { identify, countedAccess, personalExport }: Dependencies,
) => {
  app.get("/v1/me/export", identify, countedAccess("session", "mail"), noQuery, async (c) => {
    const { document, rateHeaders } = await personalExport(requireUser(c.var.actor));
    return c.json(document, 200, { ...HEADERS, ...rateHeaders });
  });
};
