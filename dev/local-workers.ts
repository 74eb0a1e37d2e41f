import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { ROOT } from "#dev/install";
import { WORKER_CONFIGS, workerSchemas } from "#dev/workers";

interface LocalOptions {
  /** Keeps all state, such as `.bodega`. */
  folder: string;
  variables: Readonly<Record<string, string>>;
  /** A module that runs in place of every Worker's own, for tests. */
  main?: string | undefined;
}

/** The parts of a wrangler.toml that a copy in another folder changes. */
const WranglerConfig = z.looseObject({
  name: z.string(),
  main: z.string(),
  assets: z.looseObject({ directory: z.string() }).optional(),
  alias: z.record(z.string(), z.string()).default({}),
});

const localConfig = (path: string, main: string | undefined) => {
  const file = resolve(ROOT, path);
  const config = WranglerConfig.parse(Bun.TOML.parse(readFileSync(file, "utf8")));
  const here = (name: string) => resolve(dirname(file), name);
  const aliases = Object.entries(config.alias).map(([name, module]) => [name, here(module)]);
  return {
    ...config,
    main: main ?? here(config.main),
    alias: Object.fromEntries(aliases),
    ...(config.assets && {
      assets: { ...config.assets, directory: here(config.assets.directory) },
    }),
    secrets: undefined,
  };
};

/** The quotes of a .dev.vars file, in which `$` and `#` mean nothing. */
const QUOTES = ["'", "`", '"'];

const lineOf = (name: string, value: string) => {
  const quote = QUOTES.find((one) => !value.includes(one));
  if (!quote) throw new Error(`${name} has every kind of quote, so wrangler cannot read it.`);
  return `${name}=${quote}${value}${quote}\n`;
};

/**
 * Writes a configuration and a .dev.vars for each Worker, and returns the configurations' paths.
 * Of a Worker with a list of secrets, `wrangler dev` drops every variable that is neither in the
 * list nor in `[vars]`. The copies have no such list, so each Worker receives all variables of its
 * env.ts that have a value.
 */
export const writeLocalWorkers = async ({ folder, variables, main }: LocalOptions) => {
  const schemas = await workerSchemas();
  return WORKER_CONFIGS.map((path, nth) => {
    const config = localConfig(path, main);
    const home = resolve(folder, "workers", config.name);
    mkdirSync(home, { recursive: true });
    const own = Object.entries(variables).filter(([name]) => name in (schemas[nth] ?? {}));
    const lines = own.map(([name, value]) => lineOf(name, value));
    writeFileSync(resolve(home, ".dev.vars"), lines.join(""), { mode: 0o600 });
    const file = resolve(home, "wrangler.json");
    writeFileSync(file, JSON.stringify(config, undefined, 2));
    return file;
  });
};
