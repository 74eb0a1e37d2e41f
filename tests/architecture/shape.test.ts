import { describe, expect, test } from "bun:test";
import { dirname } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { files, read, sources } from "./sources";

const FILES_MAX = 45;
const FILE_LINES_MAX = 300;
const FUNCTION_LINES_P90 = 25;
const OWN_LINES_MAX = 60;
const FACTORY_LINES_MAX = 120;

interface Func {
  path: string;
  name: string;
  lines: number;
  /** Lines without those of the functions inside. */
  ownLines: number;
  /** Whether it makes other functions: it has one with a body of statements. */
  isFactory: boolean;
}

interface Span {
  start: number;
  end: number;
  hasBlock: boolean;
  inner: Span[];
}

const spansOf = (path: string, source: string): Span[] => {
  const spans: Span[] = [];
  const open: Span[] = [];
  const enter = ({ start, end, body }: { start: number; end: number; body: unknown }) => {
    const { type } = (body ?? {}) as { type?: string };
    const span = { start, end, hasBlock: type !== undefined && /Body|Block/.test(type), inner: [] };
    open.at(-1)?.inner.push(span);
    open.push(span);
    spans.push(span);
  };
  const leave = () => void open.pop();
  new Visitor({
    ArrowFunctionExpression: enter,
    "ArrowFunctionExpression:exit": leave,
    FunctionDeclaration: enter,
    "FunctionDeclaration:exit": leave,
    FunctionExpression: enter,
    "FunctionExpression:exit": leave,
  }).visit(parseSync(path, source).program);
  return spans;
};

const functionsOf = (path: string): Func[] => {
  const source = read(path);
  const lineAt = (offset: number) => source.slice(0, offset).split("\n").length;
  const linesOf = ({ start, end }: Span): [first: number, last: number] => [
    lineAt(start),
    lineAt(end),
  ];
  return spansOf(path, source).map((span) => {
    const [first, last] = linesOf(span);
    const lines = last - first + 1;
    const insideOf = ([from, to]: [number, number]) =>
      Array.from({ length: to - from + 1 }, (_, nth) => from + nth);
    const inside = new Set(span.inner.flatMap((inner) => insideOf(linesOf(inner))));
    const [declared] = source.slice(0, span.start).match(/(\w+)\s*(=|:|\()[^=;]*$/) ?? [];
    const name = /^\w+/.exec(declared ?? "")?.[0] ?? "";
    const isFactory = span.inner.some(({ hasBlock }) => hasBlock);
    return { path, name, lines, ownLines: lines - inside.size, isFactory };
  });
};

const EVERYTHING = "{client,workers,db,dev,api,doctor,packages,tests}/**/*.{ts,tsx}";
/** The client's types, generated from docs/openapi.json. */
const GENERATED = /^client\/src\/(schema|operations)\.ts$/;
const SOURCES = sources(EVERYTHING).filter((path) => !GENERATED.test(path));
const FUNCTIONS = SOURCES.flatMap(functionsOf);
/** The number of files in each folder, with tests, without subfolders. */
const FOLDERS = [...Map.groupBy(files(EVERYTHING), dirname)].map(([folder, { length }]) => ({
  folder,
  length,
}));
const named = ({ path, name }: Func) => `${path} ${name}`;

describe("shape", () => {
  test("no folder has too many files, tests included", () => {
    expect(FOLDERS.filter(({ length }) => length > FILES_MAX)).toEqual([]);
  });

  test("no source file is too long", () => {
    const long = SOURCES.map((path) => ({ path, lines: read(path).split("\n").length - 1 })).filter(
      ({ lines }) => lines > FILE_LINES_MAX,
    );
    expect(long).toEqual([]);
  });

  test("nine of ten functions are short", () => {
    const lengths = FUNCTIONS.map(({ lines }) => lines).toSorted((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length * 0.9)]).toBeLessThanOrEqual(FUNCTION_LINES_P90);
  });

  test("no function has too many lines of its own", () => {
    expect(FUNCTIONS.filter(({ ownLines }) => ownLines > OWN_LINES_MAX).map(named)).toEqual([]);
  });

  test("no factory is too long", () => {
    const long = FUNCTIONS.filter((one) => one.isFactory && one.lines > FACTORY_LINES_MAX);
    expect(long.map((one) => `${named(one)}: ${one.lines}`)).toEqual([]);
  });
});
