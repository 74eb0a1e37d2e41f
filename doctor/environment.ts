import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";
import { runningClouds } from "#dev/clouds";
import { ROOT, STATE_FOLDER } from "#dev/install";
import { portsFrom } from "#dev/ports";
import { workerVariables } from "#dev/variables";
import { WORKER_CONFIGS, workerSchemas } from "#dev/workers";
import type { Environment } from "./check";

/** Values by name, and the only Worker that has them; undefined for values of all Workers. */
export interface Source {
  worker: string | undefined;
  values: Readonly<Record<string, string>>;
}

const Config = z.object({ vars: z.record(z.string(), z.string()).default({}) });

const WORKERS = WORKER_CONFIGS.map((path) => ({
  path,
  worker: path === "wrangler.toml" ? "gateway" : basename(dirname(path)),
}));

const committedVars = async (path: string) =>
  Config.parse(Bun.TOML.parse(await readFile(resolve(ROOT, path), "utf8"))).vars;

/**
 * Returns an environment from its sources. Each Worker has the `[vars]` of its wrangler.toml, overridden
 * by the sources.
 */
export const environmentOf = async (
  sources: readonly Source[],
  url?: string,
): Promise<Environment> => {
  const shapes = await workerSchemas();
  const workers = await Promise.all(
    WORKERS.map(async ({ path, worker }, index) => {
      const own = sources.filter((source) => [undefined, worker].includes(source.worker));
      const given = own.map(({ values }) => values);
      const values: Record<string, string> = Object.assign(await committedVars(path), ...given);
      return { worker, shape: shapes[index] ?? {}, values };
    }),
  );
  const values: Environment["values"] = Object.assign({}, ...workers.map((one) => one.values));
  return { workers, values, url: url ?? (values.PUBLIC_URL ?? "").replace(/\/$/, "") };
};

const Secrets = z.record(z.string(), z.string());

/**
 * Reads a file of variables: `NAME=value` lines, or JSON as for `wrangler secret bulk`. A file with the
 * name of a Worker, such as `users.json`, is for this Worker alone.
 * @throws one sentence that names the file
 */
export const sourceIn = async (file: string): Promise<Source> => {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`${file} cannot be read.`);
  });
  const name = basename(file).replace(/\.[^.]*$/, "");
  const worker = WORKERS.find((one) => one.worker === name)?.worker;
  if (!text.trimStart().startsWith("{")) return { worker, values: Secrets.parse(parseEnv(text)) };
  try {
    return { worker, values: Secrets.parse(JSON.parse(text)) };
  } catch {
    throw new Error(`${file} is not a JSON object of texts.`);
  }
};

/**
 * Returns the variables of the shop that runs on this machine.
 * @throws if none does, because reading the keys of a shop that never ran would create them
 */
export const localSource = async (): Promise<Source> => {
  const ports = portsFrom(process.env);
  const { urls } = runningClouds(ports);
  const runs = await fetch(`${urls.libsql}/_dev/faults`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!runs)
    throw new Error(
      "No shop runs on this machine. Start one with bun run dev, or name one with --env-file.",
    );
  const publicUrl = `http://localhost:${ports.shop}`;
  const values = await workerVariables({ publicUrl, clouds: urls, folder: STATE_FOLDER });
  return { worker: undefined, values };
};
