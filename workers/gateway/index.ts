import { WorkerEntrypoint } from "cloudflare:workers";
import type { Context, MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { type Access, access, annotate } from "#kernel/access";
import { GUEST, requireUser } from "#kernel/actor";
import { admission } from "#kernel/admission";
import { type AppEnv, newBareApp, renderError } from "#kernel/app";
import { currentTrace, traceOf } from "#kernel/call";
import { systemClock as clock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { AppError } from "#kernel/errors";
import type { RateClass } from "#kernel/rate-classes";
import { query } from "#kernel/validate";
import { limitersOf, servicesOf } from "./bindings.rules";
import { edgeCache } from "./cache.store";
import { jobsOf } from "./crons.rules";
import { edgeLimits, edgeRateOf, withPolicy } from "./edge-limits.http";
import { type GatewayEnv, GatewayVars, monitorSecretOf } from "./env";
import { personalExport } from "./export.service";
import { forwarder, fromMemory, turnOutward } from "./forward.middleware";
import { handOver } from "./handover.service";
import { eventIngress } from "./ingress.routes";
import { insight } from "./insight.service";
import { registry } from "./registry.service";
import { sessions } from "./session.service";
import { staffDoor } from "./staff.service";
import { sweepAll } from "./sweep.service";

/** One isolate serves so many at once; more would only make each of them late. */
const CROWD = { atOnce: 32, patienceMs: 15_000 };
/** Imports, whose bodies arrive while they run: they take no place from shoppers. */
const UPLOADS = { atOnce: 4, patienceMs: 15_000 };

const EXPOSED_HEADERS = [
  "ETag",
  "X-Request-Id",
  "Idempotent-Replayed",
  "Retry-After",
  "Location",
  "RateLimit",
  "RateLimit-Policy",
];
const ALLOWED_HEADERS = [
  "Authorization",
  "Content-Type",
  "Idempotency-Key",
  "If-Match",
  "If-None-Match",
  "Turnstile-Token",
  "X-Request-Id",
  "traceparent",
];

/** Labels of letters, digits, hyphens and underscores, or an IPv6 address, as URLs write them. */
const HOST_NAME = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[\da-f:.]+\])$/;

/**
 * Whether the address names a host. It is made of the Host header, and URLs allow hosts such as `*` and
 * `..` that the runtime then refuses to hand on.
 */
const hasAddress = ({ url }: Request) => HOST_NAME.test(URL.parse(url)?.hostname ?? "");

const compose = (env: GatewayEnv) => {
  const vars = parseEnv("gateway", GatewayVars, env);
  const services = servicesOf(env);
  const { entries, readiness } = registry({ services, version: vars.VERSION, clock });
  const session = sessions({ fetchJwks: () => services.USERS.jwks(currentTrace()), clock });
  const seesDetails = insight({ session, secret: monitorSecretOf(vars) });
  const admit = admission({ ...CROWD, clock });
  const cache = edgeCache(clock);
  const remembered = fromMemory(cache);
  const addressHeader = vars.CLIENT_IP_HEADER;
  const limit = edgeLimits({ limiters: limitersOf(env), addressHeader, clock });
  const forward = forwarder({
    ...{ services, session, limit, admit, cache },
    admitUpload: admission({ ...UPLOADS, clock }),
    staff: staffDoor(services.USERS),
  });
  const exported = personalExport({ services, admit, clock });
  const ingress = eventIngress({
    services,
    currentSigningKey: vars.QSTASH_CURRENT_SIGNING_KEY,
    nextSigningKey: vars.QSTASH_NEXT_SIGNING_KEY,
    url: `${vars.PUBLIC_URL}/events`,
    clock,
  });

  const app = newBareApp();
  const crossOrigin = cors({
    origin: vars.STOREFRONT_ORIGINS,
    credentials: true,
    allowHeaders: ALLOWED_HEADERS,
    exposeHeaders: EXPOSED_HEADERS,
    maxAge: 600,
  });
  app.use("/*", async (c, next) => {
    await next();
    turnOutward(c.res.headers);
  });
  app.use("/*", (c, next) =>
    c.req.header("origin") === undefined ? next() : crossOrigin(c, next),
  );

  /** The access of a route of the gateway's own, which counts its requests as well. */
  const counted = (level: Access, rate: RateClass): MiddlewareHandler<AppEnv> => {
    const guard = access(level, rate);
    const handler: MiddlewareHandler<AppEnv> = async (c, next) => {
      const policy = await limit(edgeRateOf(rate), c.req.raw, c.var.actor ?? GUEST);
      await guard(c, next);
      withPolicy(c.res, policy);
    };
    return annotate(handler, { access: level, rate });
  };

  app.get("/health", access("public", "none"), (c) => c.json({ status: "ok" }));
  /** Details are for staff and monitors; everybody else learns the status alone. */
  const asSeenBy = async (c: Context, details: () => Promise<object>) => {
    c.header("Cache-Control", "no-store");
    const isInsider = await seesDetails(c.req.header("authorization") ?? null);
    return isInsider ? details() : { status: (await readiness()).status };
  };
  app.get("/health/ready", access("public", "none"), async (c) => {
    const { status } = await readiness();
    const shown = await asSeenBy(c, readiness);
    return status === "down" ? c.json(shown, 503, { "Retry-After": "1" }) : c.json(shown);
  });
  const noQuery = query(z.strictObject({}));
  app.get("/v1/services", counted("public", "browse"), noQuery, async (c) =>
    c.json(await asSeenBy(c, async () => ({ data: await entries() }))),
  );
  app.post("/events", access("signed", "none"), (c) => ingress(c.req.raw));
  const identified = createMiddleware<AppEnv>(async (c, next) => {
    c.set("actor", await session(c.req.header("authorization") ?? null));
    await next();
  });
  app.get("/v1/me/export", identified, counted("session", "mail"), noQuery, (c) =>
    exported(requireUser(c.var.actor)),
  );
  app.all("/*", (c) => forward(c.req.raw));

  return {
    app: {
      fetch: (request: Request) =>
        hasAddress(request)
          ? (remembered(request) ?? app.fetch(request))
          : renderError(new AppError("malformed_request", "The Host header is not a host name.")),
      routes: app.routes,
    },
    version: vars.VERSION,
    checks: [],
    cron: async (expression: string) => {
      const jobs = { sweep: () => sweepAll(services), handover: handOver(services) };
      await Promise.all(jobsOf(expression).map((name) => jobs[name]()));
    },
  };
};

export default class Gateway extends entrypoint(WorkerEntrypoint<GatewayEnv>, "gateway", compose) {
  /** The crons of wrangler.toml: every Worker repairs what is left over, and overdue events are handed over. */
  override scheduled({ cron: expression }: Pick<ScheduledController, "cron">) {
    return this.run(traceOf(new Headers()), ({ cron }) => cron(expression));
  }
}
