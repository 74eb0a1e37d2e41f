import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { Glob } from "bun";

/** Checks which files of the package may import which. */
const ROOT = import.meta.dir;
const FILES = [...new Glob("*/**/*.{ts,tsx}").scanSync(ROOT)].filter(
  (path) => !/^node_modules\/|\.d\.ts$/.test(path),
);
const isTest = (path: string) => /(\.test|(^|\/)testing)\.tsx?$/.test(path);
const SOURCES = FILES.filter((path) => !isTest(path));
const ENDS = [".ts", ".tsx", "/index.ts"];

const importsOf = (path: string) =>
  [
    ...readFileSync(resolve(ROOT, path), "utf8").matchAll(
      /(?:^|\n)\s*(?:import|export)\s+[^;'"]*?from\s+"([^"]+)"|import\("([^"]+)"\)/g,
    ),
  ].map(([, from, dynamic]) => from ?? dynamic ?? "");

/** Returns the file of the package that an import names, or undefined for an external package. */
const fileOf = (path: string, from: string) => {
  const target = from.startsWith("#cloud/")
    ? resolve(ROOT, from.slice("#cloud/".length))
    : from.startsWith("./") && resolve(ROOT, dirname(path), from);
  if (!target) return undefined;
  const found = ENDS.map((end) => target + end).find(existsSync);
  if (!found) throw new Error(`${path} imports ${from}, which does not exist`);
  return relative(ROOT, found);
};
/** The files that each file imports. Type imports count, because a reader has to follow them too. */
const GRAPH = new Map(
  FILES.map((path) => [path, importsOf(path).flatMap((from) => fileOf(path, from) ?? [])]),
);

const cycleFrom = (path: string, way: string[], done: Set<string>): string[] | undefined => {
  if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
  if (done.has(path)) return undefined;
  for (const next of GRAPH.get(path) ?? []) {
    const cycle = cycleFrom(next, [...way, path], done);
    if (cycle) return cycle;
  }
  done.add(path);
  return undefined;
};

const folderOf = (path: string) => path.split("/")[0] ?? "";
const arrows = (paths: readonly string[]) =>
  paths.flatMap((from) => (GRAPH.get(from) ?? []).map((to) => ({ from, to })));

/** The last word of a file's name is its layer: `message.store.ts`. */
const LAYERS = ["page", "routes", "store"] as const;
type Layer = (typeof LAYERS)[number] | "index" | "core";
const layerOf = (path: string): Layer =>
  path.endsWith("/index.ts")
    ? "index"
    : (LAYERS.find((layer) => new RegExp(`\\.${layer}\\.tsx?$`).test(path)) ?? "core");
/**
 * The layers that a layer must not import. Routes import stores, not the reverse, and no layer imports an index.
 */
const NEVER: Record<Layer, readonly Layer[]> = {
  index: [],
  routes: ["index"],
  page: ["index", "routes"],
  core: ["index", "routes", "page"],
  store: ["index", "routes", "page"],
};

describe("the package", () => {
  test("finds its source files", () => expect(SOURCES.length).toBeGreaterThan(100));

  test("has no import cycle, type imports included", () => {
    const done = new Set<string>();
    expect(FILES.flatMap((path) => cycleFrom(path, [], done)?.join(" → ") ?? [])).toEqual([]);
  });

  test("lets a vendor import only itself and the frame, and the frame only itself", () => {
    const wrong = arrows(FILES).filter(
      ({ from, to }) => folderOf(to) !== folderOf(from) && folderOf(to) !== "frame",
    );
    expect(wrong).toEqual([]);
  });

  test("imports nothing from the shop", () => {
    const wrong = FILES.flatMap((path) =>
      importsOf(path)
        .filter((from) => from.startsWith("../") || /^#(?!cloud\/)/.test(from))
        .map((from) => `${path} → ${from}`),
    );
    expect(wrong).toEqual([]);
  });

  test("keeps each layer from importing the layers above it", () => {
    const wrong = arrows(SOURCES).filter(
      ({ from, to }) =>
        folderOf(from) === folderOf(to) && NEVER[layerOf(from)].includes(layerOf(to)),
    );
    expect(wrong).toEqual([]);
  });

  test("imports no test file or test harness from a source file", () => {
    expect(arrows(SOURCES).filter(({ to }) => isTest(to))).toEqual([]);
  });
});
