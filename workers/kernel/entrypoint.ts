import type { WorkerEntrypoint } from "cloudflare:workers";
import { type Trace, traceOf } from "#kernel/call";
import { EnvironmentError } from "#kernel/env";
import { AppError, problemResponse } from "#kernel/errors";
import { dispatch, type Envelope, type EventHandler } from "#kernel/events/events";
import { type HandlingReport, handleAll, type Pace } from "#kernel/events/handling";
import type { Outbox } from "#kernel/events/outbox";
import type { OutboxEvent, OutboxQuery } from "#kernel/events/outbox-oversight";
import { errorOverRpc, logFailure } from "#kernel/failure";
import { type RouteName, routeNames } from "#kernel/routes/route";
import type { Gauge } from "#kernel/sight/gauges";
import { eventOperation, httpOperation, nameStatus, rpcOperation } from "#kernel/sight/operations";
import { type Served, serveCall } from "#kernel/sight/served-call";
import { type Describe, traceIdOf } from "#kernel/sight/span";
import { tracerOf } from "#kernel/sight/tracer";

/** The health of a dependency and the latency of its check. */
export interface DependencyHealth {
  name: string;
  status: "ok" | "down";
  latencyMs: number;
  /** The shop works without an optional dependency. */
  optional: boolean;
}

export interface ServiceHealth {
  service: string;
  version: string;
  dependencies: DependencyHealth[];
  /** Age of the oldest event that is neither done nor dead; missing if there is none or it is unknown. */
  oldestEventSeconds?: number;
}

export interface Check {
  name: string;
  optional?: boolean;
  /** Resolves if the dependency responds. */
  ask(): Promise<unknown>;
}

/** The composed Worker behind an entrypoint. */
export interface Composed {
  app: {
    fetch(request: Request): Response | Promise<Response>;
    routes: RouteName[];
  };
  /**
   * Answers a request from memory, before a trace begins. Undefined for one that the app answers. It is asked
   * only where no spans are recorded.
   */
  answerFromMemory?(request: Request): Response | undefined;
  version: string;
  checks: Check[];
  handlers?: EventHandler[];
  /** How fast the Worker handles a list of events. */
  pace?: Pace;
  outbox?: Outbox;
  /**
   * Runs the Worker's sweep: repairs or ends everything that is due, except in its outbox. Returns counts for
   * the log.
   */
  sweep?(): Promise<Record<string, number>>;
  /** Counts what operators watch in this Worker, except its outbox. Bounded, and answered by indexes. */
  gauges?(): Promise<Gauge[]>;
  /** Returns the stored data of an account, keyed by section of the export. */
  personalData?(userId: string): Promise<Record<string, unknown>>;
}

/** The RPC of every Worker, called by the gateway over its binding. */
export interface ServiceRpc {
  fetch(request: Request): Promise<Response>;
  /** Handles an event. Fails unless the event's effect is committed. */
  receive(event: Envelope, trace: Trace): Promise<void>;
  /** Handles a list of events for at most `budgetMs`. A failing event does not affect the others. */
  receiveAll(events: Envelope[], budgetMs: number, trace: Trace): Promise<HandlingReport>;
  /** Claims a bounded number of overdue events of this owner; none without an outbox. */
  claimOverdue(trace: Trace): Promise<Envelope[]>;
  /** Marks events of this owner as done. */
  acknowledge(eventIds: string[], trace: Trace): Promise<void>;
  /** Makes claimed events that reached no handler due again. */
  giveBack(eventIds: string[], trace: Trace): Promise<void>;
  /** Returns the dead or unacknowledged events of this owner, newest first; up to `limit + 1`. */
  listEvents(query: OutboxQuery, trace: Trace): Promise<OutboxEvent[]>;
  /** Makes a dead event of this owner due again. Returns the event; null if it has another owner. */
  replayEvent(eventId: string, trace: Trace): Promise<OutboxEvent | null>;
  sweep(trace: Trace): Promise<Record<string, number>>;
  health(trace: Trace): Promise<ServiceHealth>;
  /** Returns the Worker's metrics. Fails if its database does not answer in time. */
  metrics(trace: Trace): Promise<Gauge[]>;
  describe(): Promise<{ version: string; routes: RouteName[] }>;
  /** Returns all stored data of an account for its export; empty if there is none. */
  personalData(userId: string, trace: Trace): Promise<Record<string, unknown>>;
}

const HEALTH_TIMEOUT_MS = 2000;

const withDeadline = async <T>(work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), HEALTH_TIMEOUT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

const checkHealth = async ({ name, optional = false, ask }: Check): Promise<DependencyHealth> => {
  const startedAt = Date.now();
  const status = await withDeadline(ask()).then(
    () => "ok" as const,
    () => "down" as const,
  );
  return { name, status, latencyMs: Date.now() - startedAt, optional };
};

/** Composes once per environment, that is once per isolate. Only clients and routes are kept. */
const oncePerEnv = <Env extends object, Made>(make: (env: Env) => Made) => {
  const made = new WeakMap<Env, { value: Made }>();
  return (env: Env): Made => {
    const known = made.get(env);
    if (known) return known.value;
    const value = make(env);
    made.set(env, { value });
    return value;
  };
};

/**
 * Returns the trace for handling one event, with its correlation and saga ids. It continues the trace of the
 * event, also when the cron hands the event over.
 */
const traceFor = (event: Envelope, trace: Trace): Trace => {
  const { correlationid, sagaid, traceparent = trace.traceparent } = event;
  const isSameTrace = traceIdOf(traceparent) === traceIdOf(trace.traceparent);
  return {
    ...trace,
    traceparent: isSameTrace ? trace.traceparent : traceparent,
    // A header of mails. An event of an earlier release has none, and gets none: the traceparent of the
    // delivery would differ each time, and Resend refuses a repeated mail that differs.
    ...(event.traceparent ? { eventTraceparent: event.traceparent } : {}),
    correlationId: correlationid,
    ...(sagaid ? { sagaId: sagaid } : {}),
  };
};

/**
 * Returns the age of the oldest event that is neither done nor dead; nothing if there is none, or if the
 * database does not respond in time.
 */
const backlogOf = async (outbox?: Outbox): Promise<Pick<ServiceHealth, "oldestEventSeconds">> => {
  const oldest = await withDeadline(outbox?.oldestSeconds() ?? Promise.resolve(null)).catch(
    () => null,
  );
  return oldest === null ? {} : { oldestEventSeconds: oldest };
};

/** Returns what answers from memory. A Worker that cannot be composed has nothing, and refuses in its app's place. */
const memoryOf = (compose: () => Composed) => {
  try {
    return compose().answerFromMemory;
  } catch {
    return undefined;
  }
};

/**
 * Returns the base class of a Worker's entrypoint: `fetch` for its app, and the RPC of every Worker.
 * Methods of a Worker use `this.run`, which is an own property because RPC can call every prototype method,
 * including those that TypeScript calls private.
 */
export const entrypoint = <Env extends object, Parts extends Composed>(
  Base: abstract new (ctx: ExecutionContext, env: Env) => WorkerEntrypoint<Env>,
  name: string,
  compose: (env: Env) => Parts,
) => {
  const partsOf = oncePerEnv(compose);
  const tracerIn = oncePerEnv((env: Env) => tracerOf(name, env));
  const memoryIn = oncePerEnv((env: Env) =>
    tracerIn(env) ? undefined : memoryOf(() => partsOf(env)),
  );

  abstract class Service extends Base implements ServiceRpc {
    readonly run = <T>(
      operation: Describe | string,
      trace: Trace,
      work: (parts: Parts) => T | Promise<T>,
    ): Promise<T> => {
      const attempt = async () => {
        try {
          return await work(partsOf(this.env));
        } catch (err) {
          logFailure(err instanceof EnvironmentError ? "worker.refused" : "call.failed", err);
          throw errorOverRpc(err);
        }
      };
      const served: Served = {
        tracer: tracerIn(this.env),
        describe: typeof operation === "string" ? rpcOperation(name, operation) : operation,
        trace,
        waitUntil: (later) => this.ctx.waitUntil(later),
      };
      return serveCall(served, attempt);
    };

    override async fetch(request: Request): Promise<Response> {
      const kept = memoryIn(this.env)?.(request);
      if (kept) return kept;
      const trace = traceOf(request.headers);
      try {
        return await this.run(httpOperation(request), trace, async (parts) => {
          const answer = await parts.app.fetch(request);
          nameStatus(answer.status);
          return answer;
        });
      } catch (err) {
        const down = err instanceof EnvironmentError ? new AppError("dependency_unavailable") : err;
        return problemResponse(down, trace.requestId);
      }
    }

    receive(event: Envelope, trace: Trace) {
      return this.run(eventOperation(event), traceFor(event, trace), (parts) =>
        dispatch(parts.handlers ?? [], event),
      );
    }

    receiveAll(events: Envelope[], budgetMs: number, trace: Trace) {
      return this.run("receiveAll", trace, ({ handlers = [], pace }) => {
        const handle = (event: Envelope) =>
          this.run(eventOperation(event), traceFor(event, trace), () => dispatch(handlers, event));
        return handleAll(events, handle, budgetMs, pace);
      });
    }

    claimOverdue(trace: Trace) {
      return this.run("claimOverdue", trace, (parts) => parts.outbox?.claimOverdue() ?? []);
    }

    acknowledge(eventIds: string[], trace: Trace) {
      return this.run("acknowledge", trace, async ({ outbox }) => outbox?.acknowledge(eventIds));
    }

    giveBack(eventIds: string[], trace: Trace) {
      return this.run("giveBack", trace, async (parts) => {
        await parts.outbox?.giveBack(eventIds);
      });
    }

    listEvents(query: OutboxQuery, trace: Trace) {
      return this.run("listEvents", trace, (parts) => parts.outbox?.list(name, query) ?? []);
    }

    replayEvent(id: string, trace: Trace) {
      return this.run("replayEvent", trace, ({ outbox }) => outbox?.replay(name, id) ?? null);
    }

    sweep(trace: Trace): Promise<Record<string, number>> {
      return this.run("sweep", trace, async (parts) => (await parts.sweep?.()) ?? {});
    }

    health(trace: Trace): Promise<ServiceHealth> {
      return this.run("health", trace, async ({ version, checks, outbox }) => {
        const [dependencies, backlog] = await Promise.all([
          Promise.all(checks.map(checkHealth)),
          backlogOf(outbox),
        ]);
        return { service: name, version, dependencies, ...backlog };
      });
    }

    metrics(trace: Trace): Promise<Gauge[]> {
      return this.run("metrics", trace, async ({ gauges, outbox }) => {
        const parts = [gauges?.() ?? [], outbox?.gauges(name) ?? []];
        return (await withDeadline(Promise.all(parts))).flat();
      });
    }

    personalData(userId: string, trace: Trace): Promise<Record<string, unknown>> {
      const read = async (parts: Parts) => (await parts.personalData?.(userId)) ?? {};
      return this.run("personalData", trace, read);
    }

    async describe() {
      const parts = partsOf(this.env);
      return { version: parts.version, routes: routeNames(parts.app.routes) };
    }
  }
  return Service;
};
