import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";

// Nothing here may import a package: it runs before there are any.

export const ROOT = resolve(import.meta.dir, "..");
/** Keeps what a shop on this machine has sold so far, and all else that it knows. */
export const STATE_FOLDER = resolve(ROOT, process.env.BODEGA_FOLDER ?? ".bodega");

const BIN = resolve(ROOT, "node_modules/.bin");
/** The tools the scripts start, and what each is for. */
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

/** The path of an installed tool; ends with one clear sentence when it is missing. */
export const tool = (name: string): string => {
  if (isThere(name)) return pathOf(name);
  throw new Error(
    `${name} is missing, which ${TOOLS[name] ?? "the shop needs"}. Delete node_modules and start again.`,
  );
};

/** Installs the locked packages when they are older than the lockfile, or a tool among them is missing. */
export const ensureInstalled = async () => {
  if (upToDate()) return;
  console.log("Installing the packages of bun.lock …");
  const install = Bun.spawn([process.execPath, "install", "--frozen-lockfile"], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if ((await install.exited) !== 0) {
    throw new Error(
      "The packages could not be installed; see above. Is the npm registry reachable?",
    );
  }
  await Bun.write(resolve(ROOT, "node_modules/.bodega-installed"), "");
  for (const name of Object.keys(TOOLS)) tool(name);
};
