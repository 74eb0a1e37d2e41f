import { type Context, Hono, type MiddlewareHandler } from "hono";
import {
  FaultPlan,
  type FaultRule,
  type FaultSwitches,
  faultSwitches,
  WRAPPING_FAULTS,
} from "./faults";
import { journal, preciseNow } from "./journal";

/** A local server for one vendor: an app with the vendor's protocol, and control routes under `/_dev`. */
export interface StandIn {
  name: string;
  app: Hono<StandInEnv>;
  faults: FaultSwitches;
  /** Stops timers and closes files. The data on disk stays. */
  close(): void | Promise<void>;
}

export interface StandInOptions {
  /** The folder for this stand-in's SQLite files, or ":memory:". */
  dataDir: string;
  /** The key or token that callers must send. It is `bodega-dev` in development. */
  token: string;
}

export interface StandInEnv {
  Variables: {
    /** A short description of the call, for the journal. */
    summary: string;
  };
}

/**
 * Waits until the minimum latency has passed since the start of the call. Without it, calls are too fast to
 * overlap.
 */
const atLeast = async (latencyMs: number, startedAt: number) => {
  const leftMs = startedAt + latencyMs - preciseNow();
  if (leftMs > 0) await Bun.sleep(leftMs);
};

/** Returns the latency set by `BODEGA_CLOUD_LATENCY_MS`, or 0 if it is unset. */
const latencyFrom = (environment: Record<string, string | undefined>) =>
  Number(environment.BODEGA_CLOUD_LATENCY_MS ?? 0) || 0;

interface Parts {
  name: string;
  /** Returns the vendor's records, the answer of `GET /_dev/books`. */
  books: () => unknown | Promise<unknown>;
  /** The minimum time that an answer takes. */
  latencyMs?: number;
  /** Returns the vendor's error document for an injected failure with this status. */
  failureBody?: (status: number) => object;
}

const INJECTED = { error: "injected fault", message: "injected fault" };

/** Returns a body that fails at once. Bun then closes the socket, and the caller sees a reset connection. */
const cutConnection = () =>
  new Response(new ReadableStream({ start: (stream) => stream.error(new Error("fault: cut")) }));

const truncated = async (whole: Response) => {
  const bytes = new Uint8Array(await whole.arrayBuffer());
  const body = new ReadableStream({
    start(stream) {
      stream.enqueue(bytes.slice(0, Math.floor(bytes.length / 2)));
      stream.error(new Error("fault: truncated"));
    },
  });
  const headers = new Headers(whole.headers);
  headers.set("content-length", String(bytes.length));
  return new Response(body, { status: whole.status, headers });
};

const applyFault = async (
  c: Context,
  rule: FaultRule,
  next: () => Promise<void>,
  failureBody: (status: number) => object,
) => {
  const failure = (status = 500) => c.json(failureBody(status), status as 500);
  switch (rule.kind) {
    case "drop-before":
      return cutConnection();
    case "error-before":
      return failure(rule.status);
    case "rate-limit":
      c.header("Retry-After", "1");
      return failure(429);
    case "delay":
      await Bun.sleep(rule.ms ?? 200);
      return next();
    default:
      await next();
  }
  if (rule.kind === "truncate") c.res = await truncated(c.res);
  if (rule.kind === "error-after") c.res = failure(rule.status);
  if (rule.kind === "apply-then-drop") c.res = cutConnection();
};

/**
 * Creates the app of a stand-in, with fault switches, journal and books under `/_dev`. It records every other
 * call in the journal and applies the faults to it. The caller adds the vendor's routes to `app`.
 */
export const frame = ({
  name,
  books,
  latencyMs = latencyFrom(process.env),
  failureBody = () => INJECTED,
}: Parts) => {
  const app = new Hono<StandInEnv>();
  const faults = faultSwitches();
  const calls = journal();

  app.get("/_dev/faults", (c) => c.json(faults.report()));
  app.put("/_dev/faults", async (c) => {
    const plan = FaultPlan.safeParse(await c.req.json().catch(() => undefined));
    if (!plan.success) return c.json({ error: plan.error.issues }, 400);
    faults.set(plan.data);
    return c.json(faults.report());
  });
  app.delete("/_dev/faults", (c) => {
    faults.clear();
    return c.body(null, 204);
  });
  app.get("/_dev/journal", (c) =>
    c.json({ entries: calls.since(Number(c.req.query("since") ?? 0)) }),
  );
  app.get("/_dev/books", async (c) => c.json((await books()) as object));

  const record: MiddlewareHandler<StandInEnv> = async (c, next) => {
    if (c.req.path.startsWith("/_dev/")) return next();
    const startedAt = preciseNow();
    const call = { method: c.req.method, path: c.req.path };
    const rule = faults.draw(WRAPPING_FAULTS, call);
    const answer = rule ? await applyFault(c, rule, next, failureBody) : await next();
    if (answer instanceof Response) c.res = answer;
    if (latencyMs > 0) await atLeast(latencyMs, startedAt);
    const requestId = c.req.header("x-request-id");
    calls.add({
      startedAt,
      endedAt: preciseNow(),
      ...call,
      summary: c.get("summary") ?? "",
      status: c.res.status,
      ...(requestId ? { requestId } : {}),
      ...(rule ? { fault: rule.kind } : {}),
    });
  };
  app.use("*", record);
  return { name, app, faults };
};

const OWN_HOSTS: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Answers requests whose host is this machine, and refuses all others with 421 (RFC 9110 §15.5.20). This
 * prevents DNS rebinding: a website could point its own name at loopback, and read mails and databases from the
 * developer's browser.
 */
export const forOwnHost =
  (fetch: (request: Request) => Response | Promise<Response>) =>
  (request: Request): Response | Promise<Response> =>
    OWN_HOSTS.has(URL.parse(request.url)?.hostname ?? "")
      ? fetch(request)
      : new Response("Misdirected request: the host must be localhost.\n", { status: 421 });

/** Serves a stand-in on loopback. Port 0 means any free port. Throws EADDRINUSE if the port is in use. */
export const serveStandIn = (standIn: StandIn, port: number) => {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port,
    idleTimeout: 60,
    maxRequestBodySize: 256 * 1024 * 1024,
    fetch: forOwnHost(standIn.app.fetch),
    // The error of an injected cut arrives here after the answer has started, so this response is never
    // sent.
    error: () => new Response(null, { status: 500 }),
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    async stop() {
      await server.stop(true);
      await standIn.close();
    },
  };
};
