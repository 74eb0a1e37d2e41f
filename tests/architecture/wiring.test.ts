import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { z } from "zod";
import { WORKER_CONFIGS } from "#dev/workers";
import * as catalog from "#events/catalog";
import * as notifications from "#events/notifications";
import * as orders from "#events/orders";
import * as payments from "#events/payments";
import * as users from "#events/users";
import type { EventDefinition } from "#kernel/events/events";
import { EDGE_CLASSES } from "#kernel/routes/rate-classes";
import { BINDINGS } from "#workers/gateway/bindings.rules";
import { CRONS } from "#workers/gateway/crons/crons.rules";
import { cycleIn, ROOT, read, sources } from "./sources";

interface Config {
  name: string;
  main: string;
  compatibility_date: string;
  workers_dev: boolean;
  services?: { binding: string; service: string }[];
  ratelimits?: { name: string; namespace_id: string; simple: { limit: number; period: number } }[];
  vars?: Record<string, string>;
  secrets?: { required: string[] };
  triggers?: { crons: string[] };
  analytics_engine_datasets?: { binding: string; dataset: string }[];
}
const configs = WORKER_CONFIGS.map((path) => ({
  path,
  config: Bun.TOML.parse(read(path)) as unknown as Config,
}));
const folderOfConfig = (path: string) =>
  path === "wrangler.toml" ? "workers/gateway" : dirname(path);

/** Every event by the name of its definition, such as `orderCreated`. */
const DEFINITIONS = [catalog, notifications, orders, payments, users].flatMap((contract) =>
  Object.entries(contract).flatMap(([name, value]) =>
    contract.EVENTS.some((definition) => definition === value)
      ? [{ name, ...(value as EventDefinition<unknown>) }]
      : [],
  ),
);

const OWNED: Record<string, readonly EventDefinition<unknown>[]> = {
  catalog: catalog.EVENTS as readonly EventDefinition<unknown>[],
  notifications: notifications.EVENTS as readonly EventDefinition<unknown>[],
  orders: orders.EVENTS as readonly EventDefinition<unknown>[],
  payments: payments.EVENTS as readonly EventDefinition<unknown>[],
  users: users.EVENTS as readonly EventDefinition<unknown>[],
};

describe("the wiring", () => {
  test("every folder of workers/ with an entrypoint is deployed, and nothing else", () => {
    const withEntry = readdirSync(resolve(ROOT, "workers")).filter((name) =>
      existsSync(resolve(ROOT, "workers", name, "index.ts")),
    );
    expect(configs.map(({ path }) => basename(folderOfConfig(path))).toSorted()).toEqual(
      withEntry.toSorted(),
    );
  });

  test("only the gateway has a public address", () => {
    for (const { path, config } of configs)
      expect([path, config.workers_dev]).toEqual([path, path === "wrangler.toml"]);
  });

  test("each cron has its job in the gateway", () => {
    const crons = configs.flatMap(({ config }) => config.triggers?.crons ?? []);
    expect(crons).toEqual(Object.keys(CRONS));
  });

  test("errors keep their code over RPC", () => {
    for (const { config } of configs) expect(config.compatibility_date >= "2026-04-21").toBe(true);
  });

  test("the bindings in env.ts are those of wrangler.toml", () => {
    for (const { path, config } of configs) {
      const inEnv = [
        ...read(`${folderOfConfig(path)}/env.ts`).matchAll(/^\s+([A-Z]+): (?:\w+Rpc)/gm),
      ].map(([, name]) => name ?? "");
      const wired = (config.services ?? []).map(({ binding }) => binding);
      expect({ path, bindings: inEnv.toSorted() }).toEqual({ path, bindings: wired.toSorted() });
    }
  });

  test("what env.ts asks for is what wrangler.toml requires", async () => {
    for (const { path, config } of configs) {
      const module = (await import(resolve(ROOT, folderOfConfig(path), "env.ts"))) as Record<
        string,
        object
      >;
      const shape = Object.entries(module).find(([name]) => name.endsWith("Vars"))?.[1] ?? {};
      const missing = z.object(shape as z.ZodRawShape).safeParse({ ...config.vars });
      const asked = missing.error?.issues.map(({ path: [name] }) => String(name)) ?? [];
      expect({ path, asked: asked.toSorted() }).toEqual({
        path,
        asked: config.secrets?.required.toSorted() ?? [],
      });
    }
  });

  test("every Worker writes to the dataset of latencies", () => {
    const datasets = configs.map(({ config }) => config.analytics_engine_datasets);
    expect(datasets).toEqual(configs.map(() => [{ binding: "ANALYTICS", dataset: "bodega" }]));
  });

  test("the rate limit bindings of the gateway are the edge classes", () => {
    const wired = configs.flatMap(({ path, config }) =>
      (config.ratelimits ?? []).map(({ name, simple }) => ({ path, name, ...simple })),
    );
    const declared = Object.entries(EDGE_CLASSES).map(
      ([name, { requestsMax: limit, periodSeconds: period }]) => ({
        path: "wrangler.toml",
        name: `RATE_${name.toUpperCase()}`,
        limit,
        period,
      }),
    );
    expect(wired).toEqual(declared);
    const namespaces = configs.flatMap(({ config }) =>
      (config.ratelimits ?? []).map(({ namespace_id }) => namespace_id),
    );
    expect(new Set(namespaces).size).toBe(declared.length);
  });

  test("every event of a contract is in its list", () => {
    const defined = sources("workers/*/*contract.ts").flatMap((path) =>
      [...read(path).matchAll(/export const (\w+) = defineEvent\(/g)].map(([, name]) => name ?? ""),
    );
    expect(DEFINITIONS.map(({ name }) => name).toSorted()).toEqual(defined.toSorted());
  });

  test("every Worker handles the events that name it, and no others", () => {
    const named = DEFINITIONS.flatMap(({ name, handlers }) =>
      handlers.map((handler) => `${handler} ${name}`),
    );
    const handled = BINDINGS.map((binding) => binding.toLowerCase()).flatMap((worker) => {
      const file = `workers/${worker}/events.ts`;
      if (!existsSync(resolve(ROOT, file))) return [];
      return [...read(file).matchAll(/handles\(\s*(\w+)/g)].map(([, name]) => `${worker} ${name}`);
    });
    expect(handled.toSorted()).toEqual(named.toSorted());
  });

  test("the table of events in docs/architecture.md names the handlers of the contracts", () => {
    const rows = [
      ...read("docs/architecture.md").matchAll(/^\| (`\w+\.\w+`.*?) \| (\w+) \| (.*?) \|/gm),
    ];
    const documented = rows.flatMap(([, types = "", owner, handlers = ""]) =>
      [...types.matchAll(/`(\w+\.\w+)`/g)].map(([, type]) => [
        type,
        owner,
        /^none/.test(handlers) ? "" : handlers,
      ]),
    );
    // Events of accounts are mails to the owner; docs/identity.md lists them.
    const inContracts = BINDINGS.map((binding) => binding.toLowerCase()).flatMap((owner) =>
      (OWNED[owner] ?? [])
        .filter(
          ({ type, handlers }) =>
            owner !== "users" ||
            handlers.join() !== "notifications" ||
            documented.some(([name]) => name === type),
        )
        .map(({ type, handlers }) => [type, owner, handlers.join(", ")]),
    );
    expect(documented.toSorted()).toEqual(inContracts.toSorted());
  });

  test("Workers call one another without a cycle", () => {
    const calls = new Map(
      configs.map(({ config }) => [
        config.name,
        (config.services ?? []).map(({ service }) => service),
      ]),
    );
    expect(cycleIn(calls)).toBeUndefined();
  });
});
