import { basename } from "node:path";

/** The last word of a file's name is its layer: `stock.store.ts`. */
const LAYERS = [
  "contract",
  "index",
  "compose",
  "env",
  "api",
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
export type Layer = (typeof LAYERS)[number];

/** Files that wait for their layer. They count as rules; the list only shrinks. */
export const WITHOUT_LAYER: readonly string[] = [];

/** Returns the layer of a Worker's file; undefined if its name has none. */
export const layerOf = (path: string): Layer | undefined =>
  LAYERS.find((layer) => new RegExp(`(^|\\.)${layer}\\.tsx?$`).test(basename(path))) ??
  (WITHOUT_LAYER.includes(path) ? "rules" : undefined);

const PURE = ["rules", "contract"] as const;
/** What composition takes: a folder's `compose.ts` its own layers, a Worker's `index.ts` all folders. */
const COMPOSED = [
  ...[...PURE, "port", "store", "client", "service", "http"],
  ...["middleware", "routes", "events", "compose"],
] as Layer[];

/** What each layer may import as a value from its own Worker. Types may come from anywhere in it. */
export const MAY_IMPORT: Record<Layer, readonly Layer[]> = {
  contract: ["contract"],
  env: PURE,
  api: [...PURE, "api"],
  rules: PURE,
  port: PURE,
  mail: [...PURE, "mail"],
  statements: [...PURE, "statements"],
  store: [...PURE, "statements", "store"],
  client: [...PURE, "port"],
  service: [...PURE, "port", "mail", "service"],
  http: [...PURE, "http"],
  middleware: [...PURE, "http", "middleware"],
  routes: [...PURE, "api", "http", "middleware", "routes"],
  events: PURE,
  compose: COMPOSED,
  index: [...COMPOSED, "env", "index"],
};

/** Packages that only some layers import. */
export const MAY_KNOW: readonly { packages: RegExp; layers: readonly Layer[] }[] = [
  {
    packages: /^drizzle-orm|^#db\/\w+\/(\w+\.)?schema$/,
    layers: ["store", "statements", "compose", "index"],
  },
  { packages: /^(stripe|resend|typesense|harfbuzzjs|@upstash\/)/, layers: ["client", "store"] },
  { packages: /^cloudflare:workers$/, layers: ["index"] },
];

/** Time, traces and random ids: what no rules import. */
export const IMPURE = /^#kernel\/(call|clock|ids)$/;

/** What each top-level folder never imports. */
export const NEVER: Record<string, RegExp> = {
  packages: /^(workers|db|dev|api|doctor|tests)\//,
  api: /^(db|dev|doctor|packages|tests)\//,
  db: /^(workers\/(?!kernel\/|\w+\/([\w-]+\.)?contract\.ts)|dev|api|doctor|packages|tests)\//,
  workers: /^(dev|api|doctor|packages|tests)\//,
  dev: /^(doctor|tests)\//,
  doctor: /^tests\//,
};

/** Imports that still close a cycle. The list only shrinks. */
export const CLOSES_CYCLE: readonly string[] = [];
