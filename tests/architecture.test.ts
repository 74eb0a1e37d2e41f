import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { Glob } from "bun";
import { z } from "zod";
import * as catalog from "#contract/catalog";
import * as orders from "#contract/orders";
import * as payments from "#contract/payments";
import * as users from "#contract/users";
import { WORKER_CONFIGS } from "#dev/wrangler";
import type { EventDefinition } from "#kernel/events";
import { EDGE_CLASSES } from "#kernel/rate-classes";
import { BINDINGS } from "#workers/gateway/bindings.rules";
import { CRONS } from "#workers/gateway/crons.rules";

/** The shape of the house, as a test: who may import what, and that the wiring says the same. */
const ROOT = resolve(import.meta.dir, "..");
const read = (path: string) => readFileSync(resolve(ROOT, path), "utf8");
const sources = (pattern: string) =>
  [...new Glob(pattern).scanSync(ROOT)].filter((path) => !/\.test\.tsx?$|testing\.ts$/.test(path));

interface Import {
  from: string;
  typeOnly: boolean;
}
const importsOf = (path: string): Import[] =>
  [
    ...read(path).matchAll(
      /(?:^|\n)\s*(?:import|export)\s+(type\s+)?[^;'"]*?from\s+"([^"]+)"|import\("([^"]+)"\)/g,
    ),
  ].map(([, type, from, dynamic]) => ({
    from: from ?? dynamic ?? "",
    typeOnly: type !== undefined,
  }));

/** The last word of a file's name is its layer: `stock.store.ts`. */
const LAYERS = [
  "contract",
  "index",
  "compose",
  "env",
  "routes",
  "middleware",
  "http",
  "events",
  "service",
  "store",
  "statements",
  "client",
  "port",
  "mail",
  "rules",
] as const;
type Layer = (typeof LAYERS)[number] | "pure";
const layerOf = (path: string): Layer =>
  LAYERS.find((layer) => new RegExp(`(^|\\.)${layer}\\.tsx?$`).test(basename(path))) ?? "pure";

/** `pure` are files without a layer yet: until none is left, they count as rules. */
const PURE = ["rules", "pure", "contract"] as const;
/** What composition takes: a folder's `compose.ts` its own layers, a Worker's `index.ts` all folders. */
const COMPOSED = [
  ...[...PURE, "port", "store", "client", "service", "http"],
  ...["middleware", "routes", "events"],
] as Layer[];
/** What each layer may take as a value from its own Worker; a type it may take from anywhere in it. */
const MAY_IMPORT: Record<Layer, readonly Layer[]> = {
  contract: ["contract"],
  env: PURE,
  rules: PURE,
  pure: PURE,
  port: PURE,
  mail: [...PURE, "mail"],
  statements: [...PURE, "statements"],
  store: [...PURE, "statements", "store"],
  client: [...PURE, "port"],
  service: [...PURE, "port", "mail", "service"],
  http: [...PURE, "http"],
  middleware: [...PURE, "http", "middleware"],
  routes: [...PURE, "http", "middleware", "routes"],
  events: PURE,
  compose: [...COMPOSED, "compose"],
  index: [...COMPOSED, "compose", "env", "index"],
};

/** Packages that only one layer speaks to. */
const MAY_KNOW: readonly { packages: RegExp; layers: readonly Layer[] }[] = [
  {
    packages: /^drizzle-orm|^#db\/\w+\/schema$/,
    layers: ["store", "statements", "compose", "index"],
  },
  { packages: /^(stripe|resend|typesense|@upstash\/)/, layers: ["client", "store"] },
  { packages: /^cloudflare:workers$/, layers: ["index"] },
];

const workerFiles = sources("workers/*/**/*.{ts,tsx}").filter(
  (path) => !path.startsWith("workers/kernel/"),
);
/** The file that an import names, without its extension, where it belongs to the same Worker. */
const ownFile = (path: string, from: string) => {
  if (from.startsWith("./")) return resolve(ROOT, dirname(path), from);
  const [, worker, file] = /^#(users|catalog|cart)\/(.+)$/.exec(from) ?? [];
  return worker && path.startsWith(`workers/${worker}/`)
    ? resolve(ROOT, "workers", worker, file ?? "")
    : undefined;
};
const folderOf = (path: string) => path.split("/").slice(0, 2).join("/");

describe("layers", () => {
  test("there are Workers to look at", () => expect(workerFiles.length).toBeGreaterThan(60));

  test("a relative import never leaves its folder", () => {
    const leaving = sources("{workers,db,dev,packages,tests}/**/*.{ts,tsx}").flatMap((path) =>
      importsOf(path)
        .filter(({ from }) => from.startsWith("../"))
        .map(({ from }) => `${path} → ${from}`),
    );
    expect(leaving).toEqual([]);
  });

  test("each layer takes values only from the layers below it", () => {
    const wrong = workerFiles.flatMap((path) =>
      importsOf(path)
        .filter(({ typeOnly }) => !typeOnly)
        .flatMap(({ from }) => ownFile(path, from) ?? [])
        .map((target) => [".ts", ".tsx"].map((end) => target + end).find(existsSync) ?? target)
        .filter((target) => !MAY_IMPORT[layerOf(path)].includes(layerOf(target)))
        .map((target) => `${path} → ${relative(ROOT, target)}`),
    );
    expect(wrong).toEqual([]);
  });

  test("of another Worker only the contract is known", () => {
    const wrong = workerFiles.flatMap((path) =>
      importsOf(path)
        .filter(({ from }) => /^#(workers|users|catalog|cart)\//.test(from) && !ownFile(path, from))
        .map(({ from }) => `${path} → ${from}`),
    );
    expect(wrong).toEqual([]);
  });

  test("SQL, vendors and the runtime are each known to one layer", () => {
    const wrong = workerFiles.flatMap((path) =>
      importsOf(path)
        .filter(({ typeOnly }) => !typeOnly)
        .filter(({ from }) =>
          MAY_KNOW.some(
            ({ packages, layers }) => packages.test(from) && !layers.includes(layerOf(path)),
          ),
        )
        .map(({ from }) => `${path} → ${from}`),
    );
    expect(wrong).toEqual([]);
  });

  test("a store opens its own database and no other", () => {
    const wrong = workerFiles.flatMap((path) =>
      importsOf(path)
        .map(({ from }) => /^#db\/(\w+)\/schema$/.exec(from)?.[1])
        .filter((owner) => owner !== undefined && folderOf(path) !== `workers/${owner}`)
        .map((owner) => `${path} → ${owner}`),
    );
    expect(wrong).toEqual([]);
  });

  test("the top level imports from dev to workers to db, and never back", () => {
    const barred: Record<string, RegExp> = {
      workers: /^#(dev|tests|cloud)\//,
      db: /^#(dev|tests|cloud|workers|users|catalog|cart|orders)\//,
      dev: /^#tests\//,
    };
    const wrong = Object.entries(barred).flatMap(([folder, forbidden]) =>
      sources(`${folder}/**/*.{ts,tsx}`).flatMap((path) =>
        importsOf(path)
          .filter(({ from }) => forbidden.test(from))
          .map(({ from }) => `${path} → ${from}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test("the kernel knows no Worker", () => {
    const wrong = sources("workers/kernel/**/*.ts").flatMap((path) =>
      importsOf(path)
        .filter(({ from }) => /^#(contract|workers|cloud|dev)\//.test(from))
        .map(({ from }) => `${path} → ${from}`),
    );
    expect(wrong).toEqual([]);
  });

  test("rules take no clock, no trace and no random ids", () => {
    const wrong = workerFiles
      .filter((path) => layerOf(path) === "rules")
      .flatMap((path) =>
        importsOf(path)
          .filter(({ from, typeOnly }) => !typeOnly && /^#kernel\/(call|clock|ids)$/.test(from))
          .map(({ from }) => `${path} → ${from}`),
      );
    expect(wrong).toEqual([]);
  });

  test("Workers stay with Web standards", () => {
    const allowed = /^workers\/(kernel\/call|users\/(passwords\/)?scrypt(\.\w+)?)\.ts$/;
    const wrong = sources("workers/**/*.{ts,tsx}")
      .filter((path) => !allowed.test(path))
      .flatMap((path) =>
        importsOf(path)
          .filter(({ from }) => /^(node|bun):/.test(from))
          .map(({ from }) => `${path} → ${from}`),
      );
    expect(wrong).toEqual([]);
  });
});

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
}
const configs = WORKER_CONFIGS.map((path) => ({
  path,
  config: Bun.TOML.parse(read(path)) as unknown as Config,
}));
const folderOfConfig = (path: string) =>
  path === "wrangler.toml" ? "workers/gateway" : dirname(path);

/** Every event by the name of its definition, such as `orderCreated`. */
const DEFINITIONS = [catalog, orders, payments, users].flatMap((contract) =>
  Object.entries(contract).flatMap(([name, value]) =>
    contract.EVENTS.some((definition) => definition === value)
      ? [{ name, ...(value as EventDefinition<unknown>) }]
      : [],
  ),
);

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

  test("the rate limit bindings of the gateway are the edge classes", () => {
    const wired = configs.flatMap(({ path, config }) =>
      (config.ratelimits ?? []).map(({ name, simple }) => ({ path, name, ...simple })),
    );
    const declared = Object.entries(EDGE_CLASSES).map(
      ([name, { requestsMax: limit, periodSeconds: period }]) => ({
        ...{ path: "wrangler.toml", name: `RATE_${name.toUpperCase()}`, limit, period },
      }),
    );
    expect(wired).toEqual(declared);
    const namespaces = configs.flatMap(({ config }) =>
      (config.ratelimits ?? []).map(({ namespace_id }) => namespace_id),
    );
    expect(new Set(namespaces).size).toBe(declared.length);
  });

  test("every event of a contract is in its list", () => {
    const defined = sources("workers/*/contract.ts").flatMap((path) =>
      [...read(path).matchAll(/export const (\w+) = defineEvent\(/g)].map(([, name]) => name ?? ""),
    );
    expect(DEFINITIONS.map(({ name }) => name).toSorted()).toEqual(defined.toSorted());
  });

  test("every Worker hears the events that name it, and no other", () => {
    const named = DEFINITIONS.flatMap(({ name, hearers }) =>
      hearers.map((hearer) => `${hearer} ${name}`),
    );
    const heard = BINDINGS.map((binding) => binding.toLowerCase()).flatMap((worker) => {
      const file = `workers/${worker}/events.ts`;
      if (!existsSync(resolve(ROOT, file))) return [];
      return [...read(file).matchAll(/hears\(\s*(\w+)/g)].map(([, name]) => `${worker} ${name}`);
    });
    expect(heard.toSorted()).toEqual(named.toSorted());
  });

  test("Workers call one another without a cycle", () => {
    const calls = new Map(
      configs.map(({ config }) => [
        config.name,
        (config.services ?? []).map(({ service }) => service),
      ]),
    );
    const reach = (name: string, seen: string[]): void => {
      if (seen.includes(name)) throw new Error(`cycle: ${[...seen, name].join(" → ")}`);
      for (const next of calls.get(name) ?? []) reach(next, [...seen, name]);
    };
    for (const name of calls.keys()) reach(name, []);
  });
});
