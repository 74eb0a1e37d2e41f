import type { Settings } from "#contract/settings";
import { BINDINGS } from "#gateway/bindings.rules";
import type { Directory, Readiness, ServiceEntry } from "#gateway/contract";
import type { Binding, Services } from "#gateway/env";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import type { ServiceHealth } from "#kernel/entrypoint";
import { sharedReading } from "./shared-reading.service";

/** An event that is older waits for a queue, a handler or a key that is not there. */
const OLDEST_EVENT_SECONDS_MAX = 5 * 60;

const isBehind = ({ oldestEventSeconds = 0 }: ServiceHealth) =>
  oldestEventSeconds > OLDEST_EVENT_SECONDS_MAX;

const unreachable = (binding: Binding): ServiceHealth => ({
  service: binding.toLowerCase(),
  version: "unknown",
  dependencies: [{ name: "worker", status: "down", latencyMs: 0, optional: false }],
});

/** How long a result is shared, so that no number of requests checks a vendor more often. */
const HEALTH_FRESH_MS = 10_000;

/** Down when a needed dependency is; degraded when an optional one is, or events stay unacknowledged. */
const statusOf = (reports: readonly ServiceHealth[]): Readiness["status"] => {
  const down = reports.flatMap(({ dependencies }) =>
    dependencies.filter(({ status }) => status === "down"),
  );
  if (down.some(({ optional }) => !optional)) return "down";
  return down.length > 0 || reports.some(isBehind) ? "degraded" : "ok";
};

interface Dependencies {
  services: Services;
  version: string;
  /** Returns the current settings of the shop. */
  settings(): Promise<Pick<Settings, "shopName">>;
  clock: Clock;
}

/** What there is in the shop and how it is doing. */
export const registry = ({ services, version, settings, clock }: Dependencies) => {
  const health = (binding: Binding) =>
    services[binding].health(currentTrace()).catch(() => unreachable(binding));

  const reading = sharedReading({
    ask: () => Promise.all(BINDINGS.map(health)),
    freshMs: HEALTH_FRESH_MS,
    clock,
  });
  /** In the order of `BINDINGS`. */
  const reports = async () => (await reading()) ?? BINDINGS.map(unreachable);

  const entry = async (binding: Binding, { service, dependencies }: ServiceHealth) => {
    const described = await services[binding]
      .describe()
      .catch(() => ({ version: "unknown", routes: [] }));
    const routes = described.routes.map(({ method, path }) => `${method} ${path}`);
    return { name: service, binding, health: dependencies, version: described.version, routes };
  };

  return {
    /** Returns where a client finds what the shop offers. Needs no dependency, except for the name. */
    async directory(): Promise<Directory> {
      const name = await settings().then(
        ({ shopName }) => ({ name: shopName }),
        () => ({}),
      );
      const places = {
        documentation: "/docs",
        openapi: "/openapi.json",
        health: "/health",
      } as const;
      return { ...name, version, ...places };
    },

    async entries(): Promise<ServiceEntry[]> {
      const seen = await reports();
      return Promise.all(
        BINDINGS.map((binding, index) => entry(binding, seen[index] ?? unreachable(binding))),
      );
    },

    async readiness(): Promise<Readiness> {
      const seen = await reports();
      return { status: statusOf(seen), version, services: seen };
    },
  };
};
export type Registry = ReturnType<typeof registry>;
