import { currentTrace } from "#kernel/call";
import type { ServiceHealth } from "#kernel/entrypoint";
import { BINDINGS } from "./bindings";
import type { Readiness, ServiceEntry } from "./contract";
import type { Binding, Services } from "./env";

/** An event that is older waits for a queue, a hearer or a key that is not there. */
const OLDEST_EVENT_SECONDS_MAX = 5 * 60;

const isBehind = ({ oldestEventSeconds = 0 }: ServiceHealth) =>
  oldestEventSeconds > OLDEST_EVENT_SECONDS_MAX;

const unreachable = (binding: Binding): ServiceHealth => ({
  service: binding.toLowerCase(),
  version: "unknown",
  dependencies: [{ name: "worker", status: "down", latencyMs: 0, optional: false }],
});

/** What there is in the shop and how it is doing. */
export const registry = (services: Services, version: string) => {
  const health = (binding: Binding) =>
    services[binding].health(currentTrace()).catch(() => unreachable(binding));

  const entry = async (binding: Binding): Promise<ServiceEntry> => {
    const [{ service, dependencies }, described] = await Promise.all([
      health(binding),
      services[binding].describe().catch(() => ({ version: "unknown", routes: [] })),
    ]);
    const routes = described.routes.map(({ method, path }) => `${method} ${path}`);
    return { name: service, binding, health: dependencies, version: described.version, routes };
  };

  return {
    entries: () => Promise.all(BINDINGS.map(entry)),

    /** Down when a needed dependency is; degraded when an optional one is, or events stay unheard. */
    async readiness(): Promise<Readiness> {
      const reports = await Promise.all(BINDINGS.map(health));
      const down = reports.flatMap(({ dependencies }) =>
        dependencies.filter(({ status }) => status === "down"),
      );
      const needed = down.some(({ optional }) => !optional);
      const degraded = down.length > 0 || reports.some(isBehind);
      const status = needed ? "down" : degraded ? "degraded" : "ok";
      return { status, version, services: reports };
    },
  };
};
