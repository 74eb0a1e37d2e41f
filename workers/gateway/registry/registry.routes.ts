import type { Context } from "hono";
import type { GatewayApp } from "#gateway/context.http";
import type { Liveness } from "#gateway/contract";
import type { CountedAccess } from "#gateway/limits/edge-limits.middleware";
import { route } from "#kernel/routes/route";
import type { Insight } from "./insight.service";
import { listServices, readDirectory, readLiveness, readReadiness } from "./registry.api";
import type { Registry } from "./registry.service";

interface Dependencies {
  registry: Registry;
  version: string;
  seesDetails: Insight;
  countedAccess: CountedAccess;
}

/** The health of the shop and its list of Workers. Details are for staff and monitors; others get the status. */
export const registryRoutes = (
  app: GatewayApp,
  { registry, version, seesDetails, countedAccess }: Dependencies,
) => {
  const { entries, readiness, directory } = registry;
  const liveness: Liveness = { status: "ok", version };

  const visible = async (c: Context, details: () => Promise<object>) => {
    c.header("Cache-Control", "no-store");
    const mayRead = await seesDetails(c.req.header("authorization") ?? null);
    return mayRead ? details() : { status: (await readiness()).status };
  };

  route(app, readDirectory, async (c) => c.json(await directory()), {
    guard: countedAccess(readDirectory),
  });

  route(app, readLiveness, (c) => c.json(liveness));

  route(app, readReadiness, async (c) => {
    const { status } = await readiness();
    const body = await visible(c, readiness);
    return status === "down" ? c.json(body, 503, { "Retry-After": "1" }) : c.json(body);
  });

  route(
    app,
    listServices,
    async (c) => c.json(await visible(c, async () => ({ data: await entries() }))),
    { guard: countedAccess(listServices) },
  );
};
