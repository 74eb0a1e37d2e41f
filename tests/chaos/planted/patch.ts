import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

/** A place of a unified diff: the lines that it looks for, and those that replace them. */
interface Hunk {
  path: string;
  lines: { sign: " " | "-" | "+"; text: string }[];
}

const FILE = /^\+\+\+ b\/(?<path>.+)$/;
const LINE = /^(?<sign>[ +-])(?<text>.*)$/;

/** Returns the hunks of a unified diff. Their line numbers do not matter. */
export const hunksIn = (diff: string): Hunk[] => {
  const hunks: Hunk[] = [];
  let path = "";
  for (const line of diff.split("\n")) {
    if (line.startsWith("--- ")) continue;
    path = FILE.exec(line)?.groups?.path ?? path;
    if (line.startsWith("@@")) hunks.push({ path, lines: [] });
    const { sign, text = "" } = FILE.test(line) ? {} : (LINE.exec(line)?.groups ?? {});
    if (sign) hunks.at(-1)?.lines.push({ sign: sign as " ", text });
  }
  return hunks;
};

/** Returns where lines occur in a file, by their text without indentation. */
const placesOf = (wanted: readonly string[], file: readonly string[]) =>
  file.flatMap((_, at) =>
    wanted.every((text, offset) => file[at + offset]?.trim() === text.trim()) ? [at] : [],
  );

/** Returns the hunk without the lines around its change. */
const withoutContext = ({ path, lines }: Hunk): Hunk => {
  const isChange = ({ sign }: Hunk["lines"][number]) => sign !== " ";
  return { path, lines: lines.slice(lines.findIndex(isChange), lines.findLastIndex(isChange) + 1) };
};

const searchIn = ({ lines }: Hunk) =>
  lines.filter(({ sign }) => sign !== "+").map(({ text }) => text);

/**
 * Replaces the lines of a hunk in a file. It finds them wherever they are, with the lines around them, or
 * without if these have changed. Throws unless there is exactly one such place.
 */
const replaced = (hunk: Hunk, file: readonly string[]): string[] => {
  for (const form of [hunk, withoutContext(hunk)]) {
    const search = searchIn(form);
    const places = search.length === 0 ? [] : placesOf(search, file);
    const [at] = places;
    if (places.length !== 1 || at === undefined) continue;
    const insert = form.lines.filter(({ sign }) => sign !== "-").map(({ text }) => text);
    return file.toSpliced(at, search.length, ...insert);
  }
  throw new Error(`${hunk.path} has no single place for:\n${searchIn(hunk).join("\n")}`);
};

/** Returns the files under a root as a diff leaves them. Throws if a place of the diff is not found. */
export const patched = (diff: string, root: string) => {
  const files = new Map<string, string[]>();
  for (const hunk of hunksIn(diff)) {
    const file = files.get(hunk.path) ?? readFileSync(resolve(root, hunk.path), "utf8").split("\n");
    files.set(hunk.path, replaced(hunk, file));
  }
  return files;
};

/** Applies a diff to the files under a root. */
export const patch = (diff: string, root: string) => {
  for (const [path, lines] of patched(diff, root))
    writeFileSync(resolve(root, path), lines.join("\n"));
};
