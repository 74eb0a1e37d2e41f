import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { Glob } from "bun";
import { parseSync } from "oxc-parser";

export const ROOT = resolve(import.meta.dir, "../..");

export const read = (path: string) => readFileSync(resolve(ROOT, path), "utf8");

export const isTest = (path: string) => /\.test\.tsx?$|testing\.ts$/.test(path);

/** Returns the paths of the repository that match a glob pattern, without installed and built ones. */
export const files = (pattern: string) =>
  [...new Glob(pattern).scanSync(ROOT)]
    .filter((path) => !/(^|\/)(node_modules|dist)\//.test(path))
    .sort();

/** Returns the source files that match a glob pattern, without tests and their harnesses. */
export const sources = (pattern: string) => files(pattern).filter((path) => !isTest(path));

export interface Import {
  from: string;
  typeOnly: boolean;
}

const typeOnly = (entries: readonly { isType: boolean }[]) =>
  entries.length > 0 && entries.every(({ isType }) => isType);

/** Returns what a TypeScript file imports, or exports from elsewhere; dynamic imports of a literal included. */
export const importsOf = (path: string): Import[] => {
  const source = read(path);
  const { staticImports, staticExports, dynamicImports } = parseSync(path, source).module;
  const imported = staticImports.map(({ moduleRequest, entries }) => ({
    from: moduleRequest.value,
    typeOnly: typeOnly(entries),
  }));
  const passedOn = staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [{ from: moduleRequest.value, typeOnly: isType }] : [],
    ),
  );
  const dynamic = dynamicImports
    .map(({ moduleRequest: { start, end } }) => source.slice(start, end))
    .filter((text) => /^["'].*["']$/.test(text))
    .map((text) => ({ from: text.slice(1, -1), typeOnly: false }));
  return [...imported, ...passedOn, ...dynamic];
};

/** Returns the file of the repository that an import names; undefined for a package. */
export const fileOf = (path: string, from: string): string | undefined => {
  if (!/^[.#]/.test(from)) return undefined;
  const found = relative(ROOT, Bun.resolveSync(from, resolve(ROOT, dirname(path))));
  return found.includes("node_modules/") ? undefined : found;
};

/** Returns a cycle of a graph as the list of its nodes, the first one repeated at the end. */
export const cycleIn = (graph: ReadonlyMap<string, readonly string[]>): string[] | undefined => {
  const done = new Set<string>();
  const cycleFrom = (node: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(node)) return [...way.slice(way.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of graph.get(node) ?? []) {
      const cycle = cycleFrom(next, [...way, node]);
      if (cycle) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const cycle = cycleFrom(node, []);
    if (cycle) return cycle;
  }
  return undefined;
};
