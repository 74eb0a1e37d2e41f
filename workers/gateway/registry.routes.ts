import type { Context } from "hono";
import { z } from "zod";
import type { CountedAccess } from "#gateway/limits/edge-limits.middleware";
import { access } from "#kernel/routes/access";
import { query } from "#kernel/routes/validate";
import type { GatewayApp } from "./context.http";
import type { Insight } from "./insight.service";
import type { Registry } from "./registry.service";

interface Dependencies {
  registry: Registry;
  seesDetails: Insight;
  countedAccess: CountedAccess;
}

const noQuery = query(z.strictObject({}));

/** The health of the shop and its list of Workers. Details are for staff and monitors; others get the status. */
export const registryRoutes = (
  app: GatewayApp,
  { registry, seesDetails, countedAccess }: Dependencies,
) => {
  const { entries, readiness } = registry;

  const visible = async (c: Context, details: () => Promise<object>) => {
    c.header("Cache-Control", "no-store");
    const mayRead = await seesDetails(c.req.header("authorization") ?? null);
    return mayRead ? details() : { status: (await readiness()).status };
  };

  app.get("/health", access("public", "none"), (c) => c.json({ status: "ok" }));

  app.get("/health/ready", access("public", "none"), async (c) => {
    const { status } = await readiness();
    const body = await visible(c, readiness);
    return status === "down" ? c.json(body, 503, { "Retry-After": "1" }) : c.json(body);
  });

  app.get("/v1/services", countedAccess("public", "browse"), noQuery, async (c) =>
    c.json(await visible(c, async () => ({ data: await entries() }))),
  );
};
