import type { GatewayApp, GatewayMiddleware } from "#gateway/context.http";
import type { CountedAccess } from "#gateway/limits/edge-limits.middleware";
import { requireUser } from "#kernel/actor";
import { PRIVATE } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { exportPersonalData } from "./export.api";
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

/** The export of a customer's own data. */
export const exportRoutes = (
  app: GatewayApp,
  { identify, countedAccess, personalExport }: Dependencies,
) => {
  route(
    app,
    exportPersonalData,
    async (c) => {
      const { document, rateHeaders } = await personalExport(requireUser(c.var.actor));
      return c.json(document, 200, { ...HEADERS, ...rateHeaders });
    },
    { first: [identify], guard: countedAccess(exportPersonalData) },
  );
};
