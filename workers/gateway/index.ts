import { WorkerEntrypoint } from "cloudflare:workers";
import type { Context, Next } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { access } from "#kernel/access";
import { requireUser } from "#kernel/actor";
import { admission } from "#kernel/admission";
import { type AppEnv, newBareApp, renderError } from "#kernel/app";
import { currentTrace, traceOf } from "#kernel/call";
import { systemClock as clock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { AppError } from "#kernel/errors";
import { query } from "#kernel/validate";
import { servicesOf } from "./bindings";
import { edgeCache } from "./cache";
import { jobsOf } from "./crons";
import { type GatewayEnv, GatewayVars, monitorSecretOf } from "./env";
import { eventIngress } from "./events";
import { personalExport } from "./export";
import { forwarder, fromMemory, turnOutward } from "./forward";
import { handOver } from "./handover";
import { insight } from "./insight";
import { registry } from "./registry";
import { routeOf } from "./routes";
import { sessions } from "./session";
import { staffDoor } from "./staff";
import { sweepAll } from "./sweep";

/** One isolate serves so many at once; more would only make each of them late. */
const CROWD = { atOnce: 32, patienceMs: 15_000 };
/** Imports, whose bodies arrive while they run: they take no place from shoppers. */
const UPLOADS = { atOnce: 4, patienceMs: 15_000 };
const BODY_MAX_BYTES = 64 * 1024;

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

/** A body that does not say how long it is gets collected first, so it has to be small anywhere. */
const limitOf = ({ headers }: Request, path: string) => {
  const saysItsLength = headers.has("content-length") && !headers.has("transfer-encoding");
  return (saysItsLength ? routeOf(path)?.bodyMaxBytes : undefined) ?? BODY_MAX_BYTES;
};

/** Refuses a body that is too large or that breaks off while its size is counted. */
const limited = async (c: Context, maxSize: number, next: Next) => {
  let counted = false;
  const onError = () => renderError(new AppError("body_too_large"));
  try {
    return await bodyLimit({ maxSize, onError })(c, () => {
      counted = true;
      return next();
    });
  } catch (cause) {
    if (counted) throw cause;
    throw new AppError("malformed_json", "The body ended before it was complete.", { cause });
  }
};

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
  const forward = forwarder({
    ...{ services, session, admit, cache },
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
  app.use("/*", (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    return limited(c, limitOf(c.req.raw, c.req.path), next);
  });

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
  app.get("/v1/services", access("public", "browse"), noQuery, async (c) =>
    c.json(await asSeenBy(c, async () => ({ data: await entries() }))),
  );
  app.post("/events", access("signed", "none"), (c) => ingress(c.req.raw));
  const identified = createMiddleware<AppEnv>(async (c, next) => {
    c.set("actor", await session(c.req.header("authorization") ?? null));
    await next();
  });
  app.get("/v1/me/export", identified, access("session", "account"), noQuery, (c) =>
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
