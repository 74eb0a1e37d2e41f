import type { GatewayApp, GatewayMiddleware } from "#gateway/context.http";
import type { CountedAccess } from "#gateway/limits/edge-limits.middleware";
import type { IsMonitor } from "#gateway/registry/insight.service";
import { isRead } from "#gateway/requests/prefixes.rules";
import { PRIVATE } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { EXPOSITION_TYPE, exposition } from "./exposition.rules";
import { readMetrics } from "./metrics.api";
import type { Metrics } from "./metrics.service";

interface Dependencies {
  metrics: Metrics;
  isMonitor: IsMonitor;
  countedAccess: CountedAccess;
}

/**
 * Returns the metrics for a monitor, as middleware before the session is read, and for staff, as a route after
 * it: a monitor has no session, and its secret is no access token.
 */
export const metricsRoutes = ({ metrics, isMonitor, countedAccess }: Dependencies) => {
  const answer = async () =>
    new Response(exposition(await metrics()), {
      headers: { ...PRIVATE, "Content-Type": EXPOSITION_TYPE },
    });
  const counted = countedAccess({ ...readMetrics, access: "public" });

  const forMonitor: GatewayMiddleware = async (c, next) => {
    const isForMonitor =
      isRead(c.req.method) && (await isMonitor(c.req.header("authorization") ?? null));
    if (!isForMonitor) return next();
    return counted(c, async () => {
      c.res = await answer();
    });
  };
  return {
    monitorRoute: (app: GatewayApp) => app.use(readMetrics.path, forMonitor),
    staffRoute: (app: GatewayApp) => route(app, readMetrics, answer),
  };
};
