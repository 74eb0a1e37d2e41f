import { dirname, resolve } from "node:path";
import type { z } from "zod";
import { ROOT } from "#dev/install";

/** The configuration of each Worker. The gateway comes first, because it is the one that listens. */
export const WORKER_CONFIGS = [
  "wrangler.toml",
  ...[
    "users",
    "catalog",
    "cart",
    "orders",
    "payments",
    "notifications",
    "settings",
    "receipts",
  ].map((name) => `workers/${name}/wrangler.toml`),
];

/** Returns the schema of each Worker's variables, from its env.ts, in the order of WORKER_CONFIGS. */
export const workerSchemas = () =>
  Promise.all(
    WORKER_CONFIGS.map(async (path): Promise<z.ZodRawShape> => {
      const folder = path === "wrangler.toml" ? "workers/gateway" : dirname(path);
      const module: Record<string, z.ZodRawShape> = await import(resolve(ROOT, folder, "env.ts"));
      return Object.entries(module).find(([name]) => name.endsWith("Vars"))?.[1] ?? {};
    }),
  );
