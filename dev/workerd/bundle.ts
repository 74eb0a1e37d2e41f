import { existsSync, readdirSync, statSync } from "node:fs";
import { mkdir, readFile, rename, rm, utimes } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { Glob } from "bun";
import { ensureAssets } from "#api/assets";
import { ROOT } from "#dev/install";
import { wranglerCommand } from "#dev/wrangler";
import { type Wiring, wiringOf } from "./wiring";

/** A Worker as it would be uploaded. */
export interface Bundle {
  wiring: Wiring;
  folder: string;
  /** The modules' file names, the entry first. */
  modules: string[];
  /** The compressed size of the code. Fonts are data, which a Worker does not run. */
  gzipBytes: number;
}

const CACHE = resolve(ROOT, "node_modules/.cache/bodega");
const KEEP_MS = 24 * 3_600_000;
const ENTRY = "index.js";
/** The sources of bundles. Tests are not part of them, and change most often. */
const SOURCES = [
  "*.{toml,json,lock}",
  "{workers,db}/**/*.{ts,tsx,toml,json,bin,lua}",
  "tests/bench/{bare,kdf}/*",
];

/** Returns everything beside the configurations outside the repository, installed packages included. */
const outsideSources = (configPaths: readonly string[]) =>
  configPaths
    .map((path) => dirname(resolve(ROOT, path)))
    .filter((folder) => relative(ROOT, folder).startsWith(".."))
    .flatMap((cwd) => [...new Glob("**/*").scanSync({ cwd, absolute: true })]);

/** Returns a hash of all sources, so that unchanged sources are bundled once. */
const sourcesKey = async (configPaths: readonly string[]) => {
  const paths = SOURCES.flatMap((pattern) => [...new Glob(pattern).scanSync(ROOT)])
    .filter((path) => !path.includes(".test."))
    .concat(outsideSources(configPaths))
    .sort();
  const hash = new Bun.CryptoHasher("sha256");
  for (const path of paths) hash.update(path).update(await readFile(resolve(ROOT, path)));
  return hash.digest("hex").slice(0, 16);
};

const runWrangler = async (path: string, outDir: string) => {
  const child = Bun.spawn(
    wranglerCommand(
      ...["deploy", "--dry-run", "--minify", "--outdir", outDir, "-c", resolve(ROOT, path)],
    ),
    {
      cwd: ROOT,
      env: { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true", NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const output = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  if ((await child.exited) !== 0)
    throw new Error(`${path} cannot be bundled:\n${output.join("\n")}`);
};

const modulesIn = (folder: string) => {
  const isModule = (file: string) => file !== "README.md" && !file.endsWith(".map");
  return readdirSync(folder)
    .filter(isModule)
    .sort((a, b) => Number(b === ENTRY) - Number(a === ENTRY));
};

/**
 * Bundles into a temporary folder and renames it, so that concurrent runs never see partial
 * results.
 */
const bundleInto = async (path: string, folder: string) => {
  const draft = `${folder}.${crypto.randomUUID()}`;
  try {
    await runWrangler(path, draft);
    await rename(draft, folder).catch((err) => {
      if (!existsSync(folder)) throw err;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

const bundled = async (path: string, home: string): Promise<Bundle> => {
  const wiring = wiringOf(path);
  const folder = join(home, wiring.name);
  if (!existsSync(folder)) await bundleInto(path, folder);
  const modules = modulesIn(folder);
  const code = modules.filter((module) => !module.endsWith(".ttf"));
  const bytes = await Promise.all(code.map((module) => readFile(join(folder, module))));
  return { wiring, folder, modules, gzipBytes: gzipSync(Buffer.concat(bytes)).length };
};

/** Deletes old bundles that no start can still be reading. */
const dropOld = async () => {
  const old = readdirSync(CACHE).filter(
    (name) => statSync(join(CACHE, name)).mtimeMs < Date.now() - KEEP_MS,
  );
  await Promise.all(old.map((name) => rm(join(CACHE, name), { recursive: true, force: true })));
};

/** Runs a limited number at once, because a bundler occupies a whole core. */
const inLanes = async <T, R>(items: readonly T[], lanes: number, work: (item: T) => Promise<R>) => {
  const results: R[] = [];
  const queue = [...items.entries()];
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift())
      results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
};

/**
 * Bundles Workers as `wrangler deploy` does, in the order of their configurations. Caches bundles
 * until a source changes.
 */
export const bundleWorkers = async (configPaths: readonly string[]): Promise<Bundle[]> => {
  await ensureAssets();
  const key = await sourcesKey(configPaths);
  const home = join(CACHE, key);
  await mkdir(home, { recursive: true });
  await utimes(home, new Date(), new Date());
  await dropOld();
  return inLanes(configPaths, availableParallelism(), (path) => bundled(path, home));
};
