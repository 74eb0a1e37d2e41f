import type { WorkerEntrypoint } from "cloudflare:workers";
import { describeRoutes, type RouteDescription } from "#kernel/access";
import { nextTraceparent, type Trace, traceOf, withinCall } from "#kernel/call";
import { EnvironmentError } from "#kernel/env";
import { AppError, problemResponse } from "#kernel/errors";
import { dispatch, type Envelope, type Hearing } from "#kernel/events";
import { departing, logFailure } from "#kernel/failure";
import type { Outbox } from "#kernel/outbox";

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
  outbox?: Outbox;
  /** Everything this Worker has to repair or end by now, besides its outbox. Answers counts for the log. */
  sweep?(): Promise<Record<string, number>>;
  /** What it keeps about a person, by the names under which an export shows it. */
  personalData?(userId: string): Promise<Record<string, unknown>>;
}

/** What every Worker offers to the gateway over its binding. */
export interface ServiceRpc {
  fetch(request: Request): Promise<Response>;
  receive(event: Envelope, trace: Trace): Promise<void>;
  acknowledge(eventIds: string[], trace: Trace): Promise<void>;
  sweep(trace: Trace): Promise<Record<string, number>>;
  health(trace: Trace): Promise<ServiceHealth>;
  describe(): Promise<{ version: string; routes: RouteDescription[] }>;
  /** All that is stored here about a person, for their export; empty where there is nothing. */
  personalData(userId: string, trace: Trace): Promise<Record<string, unknown>>;
}

const HEALTH_TIMEOUT_MS = 2000;

const within = async (work: Promise<unknown>, timeoutMs: number) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), timeoutMs);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
};

const examine = async ({ name, optional = false, ask }: Check): Promise<DependencyHealth> => {
  const startedAt = Date.now();
  const status = await within(ask(), HEALTH_TIMEOUT_MS).then(
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

/** Both at once, for a repair that fails must not keep events from being published again. */
const sweepAll = async ({ sweep, outbox }: Composed) => {
  const [repaired, published] = await Promise.allSettled([sweep?.(), outbox?.sweep()]);
  if (repaired.status === "rejected") throw repaired.reason;
  if (published.status === "rejected") throw published.reason;
  const republished = published.value;
  return { ...repaired.value, ...(republished === undefined ? {} : { republished }) };
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

    acknowledge(eventIds: string[], trace: Trace) {
      return this.run(trace, async (tools) => {
        await tools.outbox?.acknowledge(eventIds);
      });
    }

    sweep(trace: Trace): Promise<Record<string, number>> {
      return this.run(trace, sweepAll);
    }

    health(trace: Trace): Promise<ServiceHealth> {
      return this.run(trace, async ({ version, checks }) => ({
        service: name,
        version,
        dependencies: await Promise.all(checks.map(examine)),
      }));
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
