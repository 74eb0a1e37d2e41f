import type { ServiceRpc } from "#kernel/entrypoint";
import type { Services } from "./env";

const quiet = (name: string): ServiceRpc => ({
  fetch: async (request) =>
    Response.json({ service: name, headers: Object.fromEntries(request.headers) }),
  receive: async () => undefined,
  receiveAll: async () => ({ failed: [], unreached: [] }),
  claimOverdue: async () => [],
  acknowledge: async () => undefined,
  giveBack: async () => undefined,
  sweep: async () => ({}),
  health: async () => ({ service: name, version: "1", dependencies: [] }),
  describe: async () => ({ version: "1", routes: [] }),
  personalData: async () => ({}),
});

/** Services that answer with who they are and what they were told; a test replaces what it watches. */
export const quietServices = (
  overrides: Partial<Record<keyof Services, object>> = {},
): Services => {
  const names = ["USERS", "CATALOG", "CART", "ORDERS", "PAYMENTS", "NOTIFICATIONS"] as const;
  return Object.fromEntries(
    names.map((name) => [name, { ...quiet(name), ...overrides[name] }]),
  ) as unknown as Services;
};
