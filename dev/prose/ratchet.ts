import { resolve } from "node:path";
import { Glob } from "bun";
import { ROOT } from "#dev/install";
import { bannedWordsIn, type Finding } from "./code";
import committed from "./ratchet.json";

const SOURCES = "{client,workers,packages,db,dev,doctor,tests}/**/*.{ts,tsx,lua,toml}";
/** The tests of this check quote banned words. */
const OWN_TESTS = /^dev\/prose\/.*\.test\.ts$/;

export type Counts = Record<string, number>;

/** Returns the Worker, the package or the top-level folder that a file belongs to. */
const folderOf = ({ path }: Finding) =>
  /^(?:workers|packages)\/[^/]+|^[^/]+/.exec(path)?.[0] ?? path;

const findings = async () => {
  const paths = [...new Glob(SOURCES).scanSync(ROOT)].filter(
    (path) => !OWN_TESTS.test(path) && !path.includes("node_modules"),
  );
  const perFile = paths
    .sort()
    .map(async (path) => bannedWordsIn(path, await Bun.file(resolve(ROOT, path)).text()));
  return (await Promise.all(perFile)).flat();
};

/** Returns the folders that hold more banned words than they may. */
export const foldersOver = (allowed: Counts, counts: Counts) =>
  Object.keys(counts).filter((folder) => (counts[folder] ?? 0) > (allowed[folder] ?? 0));

/** Returns the numbers to commit. No number grows, and a folder without findings is left out. */
export const lowered = (allowed: Counts, counts: Counts): Counts =>
  Object.fromEntries(
    Object.keys(counts)
      .toSorted()
      .map((folder) => [folder, Math.min(counts[folder] ?? 0, allowed[folder] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );

/**
 * Run by `bun run check`. Fails if a folder holds more banned words than ratchet.json allows; a folder
 * without a number there may hold none. `--lower` commits the numbers that have fallen.
 */
if (import.meta.main) {
  const allowed: Counts = committed;
  const groups = Map.groupBy(await findings(), folderOf);
  const counts = Object.fromEntries([...groups].map(([folder, { length }]) => [folder, length]));
  const over = foldersOver(allowed, counts);
  for (const folder of over) {
    console.error(`${folder}: ${counts[folder]} banned words, ${allowed[folder] ?? 0} allowed`);
    for (const { path, line, word } of groups.get(folder) ?? [])
      console.error(`  ${path}:${line} ${word}`);
  }
  if (process.argv.includes("--lower"))
    await Bun.write(
      resolve(import.meta.dir, "ratchet.json"),
      `${JSON.stringify(lowered(allowed, counts), null, 2)}\n`,
    );
  process.exit(over.length === 0 ? 0 : 1);
}
