import { WorkerEntrypoint } from "cloudflare:workers";
import type * as z from "zod";
import { apiKeys } from "#gateway/api-keys/api-keys.service";
import { limitersOf, servicesOf } from "#gateway/bindings.rules";
import { cacheMiddleware } from "#gateway/cache/cache.middleware";
import { answerCache } from "#gateway/cache/cache.store";
import { shopLanguages } from "#gateway/cache/languages.store";
import type { GatewayContext } from "#gateway/context.http";
import { jobsOf } from "#gateway/crons/crons.rules";
import { sweepAll } from "#gateway/crons/sweep.service";
import { type GatewayEnv, GatewayVars, monitorSecretOf } from "#gateway/env";
import { eventDelivery } from "#gateway/events/delivery.service";
import { eventListing } from "#gateway/events/event-listing.service";
import { eventRoutes } from "#gateway/events/events.routes";
import { handOver } from "#gateway/events/handover.service";
import { ingressRoutes } from "#gateway/events/ingress.routes";
import { qstashSignature } from "#gateway/events/qstash.client";
import { exportRoutes } from "#gateway/export/export.routes";
import { personalExport } from "#gateway/export/export.service";
import { edgeLimits } from "#gateway/limits/edge-limits.http";
import { countedAccess, limitRate } from "#gateway/limits/edge-limits.middleware";
import { metricsRoutes } from "#gateway/metrics/metrics.routes";
import { metrics } from "#gateway/metrics/metrics.service";
import { referenceRoutes } from "#gateway/reference/reference.routes";
import { insight, monitorCheck } from "#gateway/registry/insight.service";
import { registryRoutes } from "#gateway/registry/registry.routes";
import { registry } from "#gateway/registry/registry.service";
import { rejectLargeBodies } from "#gateway/requests/body.middleware";
import { crossOrigin } from "#gateway/requests/cross-origin.middleware";
import { forward, requireTarget } from "#gateway/requests/forward.middleware";
import { outward } from "#gateway/requests/outward.middleware";
import { identify } from "#gateway/sessions/session.middleware";
import { sessions } from "#gateway/sessions/session.service";
import { admitStaff } from "#gateway/sessions/staff.middleware";
import { staffAdmission } from "#gateway/sessions/staff.service";
import { admission } from "#kernel/admission";
import { currentTrace, traceOf } from "#kernel/call";
import { type Clock, systemClock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { isolateCopy } from "#kernel/isolate-copy";
import { newBareApp, rejectOtherMethods } from "#kernel/routes/app";

/** Requests of each kind that one isolate serves at the same time. More would delay all of them. */
const SLOTS = {
  shop: { atOnce: 32, patienceMs: 15_000 },
  /** Imports, whose bodies arrive while they run. */
  upload: { atOnce: 4, patienceMs: 15_000 },
  /** Password hashes. Each uses a whole core, and a flood of registrations must not delay buyers. */
  hash: { atOnce: 2, patienceMs: 15_000 },
};

/** Dependencies that a test may replace. */
const defaultsOf = (env: GatewayEnv) => {
  const clock = systemClock;
  return {
    clock,
    session: sessions({ fetchJwks: () => env.USERS.jwks(currentTrace()), clock }),
    apiKey: apiKeys({ users: env.USERS, clock }),
    admissions: {
      shop: admission({ ...SLOTS.shop, clock }),
      upload: admission({ ...SLOTS.upload, clock }),
      hash: admission({ ...SLOTS.hash, clock }),
    },
  };
};
type Overrides = Partial<ReturnType<typeof defaultsOf>>;

const signatureCheck = (vars: z.output<z.ZodObject<typeof GatewayVars>>, clock: Clock) =>
  qstashSignature({
    currentSigningKey: vars.QSTASH_CURRENT_SIGNING_KEY,
    nextSigningKey: vars.QSTASH_NEXT_SIGNING_KEY,
    url: `${vars.PUBLIC_URL}/events`,
    clock,
  });

export const compose = (env: GatewayEnv, overrides: Overrides = {}) => {
  const vars = parseEnv("gateway", GatewayVars, env);
  const services = servicesOf(env);
  const { clock, session, apiKey, admissions } = { ...defaultsOf(env), ...overrides };
  const isMonitor = monitorCheck(monitorSecretOf(vars));
  const settings = isolateCopy({ read: () => services.SETTINGS.settings(currentTrace()), clock });
  const answers = answerCache(clock);
  const languages = shopLanguages(answers);
  const cached = cacheMiddleware(answers, languages);
  const limit = edgeLimits({
    limiters: limitersOf(env),
    addressHeader: vars.CLIENT_IP_HEADER,
    clock,
  });
  const identified = identify({ session, apiKey, limit });

  const app = newBareApp<GatewayContext>();
  app.use("/*", cached.answer);
  app.use("/*", rejectOtherMethods(app));
  app.use("/*", outward);
  app.use("/*", crossOrigin(vars.STOREFRONT_ORIGINS));

  registryRoutes(app, {
    registry: registry({ services, version: vars.VERSION, settings, clock }),
    version: vars.VERSION,
    seesDetails: insight({ session, isMonitor }),
    countedAccess: countedAccess(limit),
  });
  referenceRoutes(app, { assets: env.ASSETS, countedAccess: countedAccess(limit) });
  exportRoutes(app, {
    identify: identified,
    countedAccess: countedAccess(limit),
    personalExport: personalExport({ services, admit: admissions.shop, clock }),
  });
  ingressRoutes(app, { verify: signatureCheck(vars, clock), deliver: eventDelivery(services) });

  const { monitorRoute, staffRoute } = metricsRoutes({
    metrics: metrics({ services, clock }),
    isMonitor,
    countedAccess: countedAccess(limit),
  });
  monitorRoute(app);

  app.use("/*", requireTarget);
  app.use("/*", rejectLargeBodies);
  app.use("/*", identified);
  app.use("/*", cached.answerKept);
  app.use("/*", limitRate(limit));
  app.use("/*", admitStaff(staffAdmission(services.USERS)));
  staffRoute(app);
  eventRoutes(app, eventListing(services));
  app.use("/*", cached.keep);
  app.all("/*", forward({ services, admissions, languages }));

  const jobs = { sweep: () => sweepAll(services), handover: handOver(services) };
  return {
    app,
    answerFromMemory: cached.fromMemory,
    version: vars.VERSION,
    checks: [],
    cron: async (expression: string) => {
      await Promise.all(jobsOf(expression).map((name) => jobs[name]()));
    },
  };
};

export default class Gateway extends entrypoint(WorkerEntrypoint<GatewayEnv>, "gateway", compose) {
  /** Runs the crons of wrangler.toml: the sweep of every Worker, and the hand-over of overdue events. */
  override scheduled({ cron: expression }: Pick<ScheduledController, "cron">) {
    return this.run("scheduled", traceOf(new Headers()), ({ cron }) => cron(expression));
  }
}
