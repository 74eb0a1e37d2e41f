import type { ServiceRpc } from "#kernel/entrypoint";
import { DependencyError } from "#kernel/errors";
import { EDGE_CLASSES } from "#kernel/routes/rate-classes";
import { BINDINGS } from "./bindings.rules";
import type { AssetsBinding, Limiters, RateBindings, Services } from "./env";

export const TEST_VARS = {
  ENVIRONMENT: "test",
  PUBLIC_URL: "https://shop.test",
  QSTASH_CURRENT_SIGNING_KEY: "sig_current_of_this_test",
  QSTASH_NEXT_SIGNING_KEY: "sig_next_of_this_test",
  STOREFRONT_ORIGINS: "https://storefront.test, https://other.test",
};

/** Returns limiters that count every key without windows. */
export const countingLimiters = (): Limiters => {
  const limiterOf = (requestsMax: number): RateLimit => {
    const counts = new Map<string, number>();
    return {
      limit: async ({ key = "" }) => {
        const count = (counts.get(key) ?? 0) + 1;
        counts.set(key, count);
        return { success: count <= requestsMax };
      },
    };
  };
  return Object.fromEntries(
    Object.entries(EDGE_CLASSES).map(([name, { requestsMax }]) => [name, limiterOf(requestsMax)]),
  ) as Limiters;
};

/** Serves one file by its path, and 404 for every other. */
const fewAssets: AssetsBinding["ASSETS"] = {
  fetch: async (request) =>
    new URL(request.url).pathname === "/openapi.json"
      ? Response.json({ openapi: "3.1.0" })
      : new Response(null, { status: 404 }),
};

/** Returns what the platform binds to a gateway besides the Workers: limiters and assets. */
export const platformBindings = (limiters = countingLimiters()) => ({
  ...(Object.fromEntries(
    Object.entries(limiters).map(([name, limiter]) => [`RATE_${name.toUpperCase()}`, limiter]),
  ) as RateBindings),
  ASSETS: fewAssets,
});

const quiet = (name: string): ServiceRpc => ({
  fetch: async (request) =>
    Response.json({ service: name, headers: Object.fromEntries(request.headers) }),
  receive: async () => undefined,
  receiveAll: async () => ({ failed: [], unreached: [] }),
  claimOverdue: async () => [],
  acknowledge: async () => undefined,
  giveBack: async () => undefined,
  listEvents: async () => [],
  replayEvent: async () => null,
  sweep: async () => ({}),
  health: async () => ({ service: name, version: "1", dependencies: [] }),
  describe: async () => ({ version: "1", routes: [] }),
  metrics: async () => [],
  personalData: async () => ({}),
});

/** Settings that are down, for tests that replace none. */
const QUIET_SETTINGS = {
  settings: async () => {
    throw new DependencyError("settings");
  },
};

/**
 * Returns services that respond with their name and the request. A test replaces the methods that it
 * observes.
 */
export const quietServices = (
  overrides: Partial<Record<keyof Services, object>> = {},
): Services => {
  return Object.fromEntries(
    BINDINGS.map((name) => [
      name,
      { ...quiet(name), ...(name === "SETTINGS" ? QUIET_SETTINGS : {}), ...overrides[name] },
    ]),
  ) as unknown as Services;
};
