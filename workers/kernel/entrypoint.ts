import type { WorkerEntrypoint } from "cloudflare:workers";
import { describeRoutes, type RouteDescription } from "#kernel/access";
import { nextTraceparent, type Trace, traceOf, withinCall } from "#kernel/call";
import { EnvironmentError } from "#kernel/env";
import { AppError, problemResponse } from "#kernel/errors";
import { dispatch, type Envelope, type Hearing } from "#kernel/events";
import { departing, logFailure } from "#kernel/failure";
import type { Outbox } from "#kernel/outbox";
import { hearAll, type Pace, type Reception } from "#kernel/reception";

/** How one dependency is doing, and how long it took to say so. */
export interface DependencyHealth {
  name: string;
  status: "ok" | "down";
  latencyMs: number;
  /** An optional one may be down while the shop goes on. */
  optional: boolean;
}

export interface ServiceHealth {
  service: string;
  version: string;
  dependencies: DependencyHealth[];
  /** Age of the oldest event that is not acknowledged; only of an owner of events that has one. */
  oldestEventSeconds?: number;
}

export interface Check {
  name: string;
  optional?: boolean;
  /** Resolves when the dependency answers. */
  ask(): Promise<unknown>;
}

/** What a composition root hands to its entrypoint. */
export interface Composed {
  app: {
    fetch(request: Request): Response | Promise<Response>;
    routes: { method: string; path: string; handler: object }[];
  };
  version: string;
  checks: Check[];
  hearings?: Hearing[];
  /** How fast it hears a list of events. */
  pace?: Pace;
  outbox?: Outbox;
  /** Repairs or ends everything that is due in this Worker, besides its outbox. Returns counts for the log. */
  sweep?(): Promise<Record<string, number>>;
  /** What it keeps about a person, by the names under which an export shows it. */
  personalData?(userId: string): Promise<Record<string, unknown>>;
}

/** What every Worker offers to the gateway over its binding. */
export interface ServiceRpc {
  fetch(request: Request): Promise<Response>;
  /** Hears one event; fails unless its effect is committed. */
  receive(event: Envelope, trace: Trace): Promise<void>;
  /** Hears a list of events, for as long as `budgetMs`. One that fails keeps no other back. */
  receiveAll(events: Envelope[], budgetMs: number, trace: Trace): Promise<Reception>;
  /** Claims and returns the events of this owner that are overdue, a bounded number; none without an outbox. */
  claimOverdue(trace: Trace): Promise<Envelope[]>;
  /** Marks events of this owner as done. */
  acknowledge(eventIds: string[], trace: Trace): Promise<void>;
  /** Makes claimed events due again that reached no hearer. */
  giveBack(eventIds: string[], trace: Trace): Promise<void>;
  sweep(trace: Trace): Promise<Record<string, number>>;
  health(trace: Trace): Promise<ServiceHealth>;
  describe(): Promise<{ version: string; routes: RouteDescription[] }>;
  /** All that is stored here about a person, for their export; empty where there is nothing. */
  personalData(userId: string, trace: Trace): Promise<Record<string, unknown>>;
}

const HEALTH_TIMEOUT_MS = 2000;

const within = async <T>(work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), HEALTH_TIMEOUT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

const examine = async ({ name, optional = false, ask }: Check): Promise<DependencyHealth> => {
  const startedAt = Date.now();
  const status = await within(ask()).then(
    () => "ok" as const,
    () => "down" as const,
  );
  return { name, status, latencyMs: Date.now() - startedAt, optional };
};

/** Composes once per environment, which is once per isolate; what it keeps is only clients and routes. */
const oncePerEnv = <Env extends object, Tools>(compose: (env: Env) => Tools) => {
  const composed = new WeakMap<Env, Tools>();
  return (env: Env): Tools => {
    const known = composed.get(env);
    if (known) return known;
    const tools = compose(env);
    composed.set(env, tools);
    return tools;
  };
};

/** The trace of one event's hearing: its log lines carry the ids of what it is about. */
const traceFor = ({ correlationid, sagaid }: Envelope, trace: Trace): Trace => ({
  ...trace,
  correlationId: correlationid,
  ...(sagaid ? { sagaId: sagaid } : {}),
});

/** The age of an owner's oldest open event; nothing while its database does not answer. */
const backlogOf = async (outbox?: Outbox): Promise<Pick<ServiceHealth, "oldestEventSeconds">> => {
  const oldest = await within(outbox?.oldestSeconds() ?? Promise.resolve(null)).catch(() => null);
  return oldest === null ? {} : { oldestEventSeconds: oldest };
};

/**
 * The base of a Worker's entrypoint: its app behind `fetch`, and the RPC that every Worker has.
 * A Worker's own methods use `this.run`, an own property, which RPC cannot reach (prototype methods
 * it can, whatever TypeScript calls them).
 */
export const entrypoint = <Env extends object, Tools extends Composed>(
  Base: abstract new (ctx: ExecutionContext, env: Env) => WorkerEntrypoint<Env>,
  name: string,
  compose: (env: Env) => Tools,
) => {
  const toolsOf = oncePerEnv(compose);

  abstract class Service extends Base implements ServiceRpc {
    readonly run = <T>(trace: Trace, work: (tools: Tools) => T | Promise<T>): Promise<T> => {
      const continued = { ...trace, traceparent: nextTraceparent(trace.traceparent) };
      const attempt = async () => {
        try {
          return await work(toolsOf(this.env));
        } catch (err) {
          logFailure(err instanceof EnvironmentError ? "worker.refused" : "call.failed", err);
          throw departing(err);
        }
      };
      return withinCall(continued, (later) => this.ctx.waitUntil(later), attempt);
    };

    override async fetch(request: Request): Promise<Response> {
      const trace = traceOf(request.headers);
      try {
        return await this.run(trace, (tools) => tools.app.fetch(request));
      } catch (err) {
        const down = err instanceof EnvironmentError ? new AppError("dependency_unavailable") : err;
        return problemResponse(down, trace.requestId);
      }
    }

    receive(event: Envelope, trace: Trace) {
      return this.run(trace, (tools) => dispatch(tools.hearings ?? [], event));
    }

    receiveAll(events: Envelope[], budgetMs: number, trace: Trace) {
      return this.run(trace, ({ hearings = [], pace }) => {
        const hear = (event: Envelope) =>
          this.run(traceFor(event, trace), () => dispatch(hearings, event));
        return hearAll(events, hear, budgetMs, pace);
      });
    }

    claimOverdue(trace: Trace) {
      return this.run(trace, (tools) => tools.outbox?.claimOverdue() ?? []);
    }

    acknowledge(eventIds: string[], trace: Trace) {
      return this.run(trace, async (tools) => {
        await tools.outbox?.acknowledge(eventIds);
      });
    }

    giveBack(eventIds: string[], trace: Trace) {
      return this.run(trace, async (tools) => {
        await tools.outbox?.giveBack(eventIds);
      });
    }

    sweep(trace: Trace): Promise<Record<string, number>> {
      return this.run(trace, async (tools) => (await tools.sweep?.()) ?? {});
    }

    health(trace: Trace): Promise<ServiceHealth> {
      return this.run(trace, async ({ version, checks, outbox }) => {
        const [dependencies, backlog] = await Promise.all([
          Promise.all(checks.map(examine)),
          backlogOf(outbox),
        ]);
        return { service: name, version, dependencies, ...backlog };
      });
    }

    personalData(userId: string, trace: Trace): Promise<Record<string, unknown>> {
      return this.run(trace, async (tools) => (await tools.personalData?.(userId)) ?? {});
    }

    async describe() {
      const tools = toolsOf(this.env);
      return { version: tools.version, routes: describeRoutes(tools.app.routes) };
    }
  }
  return Service;
};
