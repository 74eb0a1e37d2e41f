import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";

// Nothing here may import a package, because it runs before installation.

export const ROOT = resolve(import.meta.dir, "..");
/** The state of a shop on this machine. */
export const STATE_FOLDER = resolve(ROOT, process.env.BODEGA_FOLDER ?? ".bodega");

const BIN = resolve(ROOT, "node_modules/.bin");
/** The tools that scripts start, and their purposes. */
const TOOLS: Record<string, string> = {
  wrangler: "runs the Workers",
  workerd: "is their runtime",
  node: "runs wrangler (Node 22 or newer)",
  tsc: "checks the types",
  biome: "checks the form",
  knip: "finds unused code",
  textlint: "checks the prose",
};

const pathOf = (name: string) => resolve(BIN, name);
const isThere = (name: string) => existsSync(pathOf(name));

const upToDate = () => {
  const marker = resolve(ROOT, "node_modules/.bodega-installed");
  if (!existsSync(marker)) return false;
  if (statSync(marker).mtimeMs < statSync(resolve(ROOT, "bun.lock")).mtimeMs) return false;
  return Object.keys(TOOLS).every(isThere);
};

/** Returns the path of an installed tool. Throws one sentence if it is missing. */
export const tool = (name: string): string => {
  if (isThere(name)) return pathOf(name);
  throw new Error(
    `${name} is missing (it ${TOOLS[name] ?? "is needed"}). Delete node_modules and start again.`,
  );
};

/** Installs the locked packages if they are older than the lockfile, or a tool is missing. */
export const ensureInstalled = async () => {
  if (upToDate()) return;
  // The output of a command may be JSON, so progress goes to the error stream.
  console.error("Installing the packages of bun.lock …");
  const install = Bun.spawn([process.execPath, "install", "--frozen-lockfile"], {
    cwd: ROOT,
    stdio: ["ignore", process.stderr.fd, "inherit"],
  });
  if ((await install.exited) !== 0) {
    throw new Error(
      "The packages could not be installed; see above. Is the npm registry reachable?",
    );
  }
  await Bun.write(resolve(ROOT, "node_modules/.bodega-installed"), "");
  for (const name of Object.keys(TOOLS)) tool(name);
};

/** Prints why a command failed, and exits with code 1. */
export const exitWith = (err: unknown): never => {
  console.error(err instanceof Error ? err.message : err);
  process.exit(1);
};
