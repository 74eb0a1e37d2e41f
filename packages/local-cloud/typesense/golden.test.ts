import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { serveStandIn } from "#cloud/frame/stand-in";
import { typesenseStandIn } from "./index";

/** The folder of the recorded answers, which are not part of the repository. CI provides it. */
const FOLDER = process.env.BODEGA_TEST_DATA ?? resolve(import.meta.dir, "../../../../shared/data");
const hasRecording = existsSync(FOLDER) || process.env.CI === "true";
const NOT_RUN = hasRecording ? "" : `: NOT RUN, there is no ${FOLDER}`;

const KEY = "golden-key";

interface Hit {
  document: Record<string, unknown> & { id: string };
  highlight: unknown;
  highlights: unknown;
}

interface Answer {
  found: number;
  hits: Hit[];
  grouped_hits: { group_key: unknown }[];
  facet_counts: { field_name: string; counts: { value: string; count: number }[] }[];
  results: (Answer & { code?: number })[];
}

interface Step {
  name: string;
  compare: string;
  request: { method: string; path: string; body?: unknown; headers?: Record<string, string> };
  response: { status: number; body: unknown };
}

/**
 * Returns the recorded requests and the answers of a real Typesense 30. The README beside the file explains how
 * to compare each.
 */
const readSteps = (): Step[] =>
  hasRecording
    ? JSON.parse(readFileSync(resolve(FOLDER, "typesense-golden.json"), "utf8")).steps
    : [];

const asAnswer = (body: unknown) => body as Answer;
const ids = (body: unknown) => asAnswer(body).hits.map(({ document }) => document.id);

/** Returns values with their counts. The order of values with equal counts is unspecified. */
const facets = (body: unknown) =>
  asAnswer(body).facet_counts.map(({ field_name, counts }) => [
    field_name,
    Object.fromEntries(counts.map(({ value, count }) => [value, count])),
  ]);

/** Returns the names of the ranges and the total number of documents in them. */
const ranges = (body: unknown) =>
  asAnswer(body).facet_counts.map(({ field_name, counts }) => ({
    field_name,
    names: counts.map(({ value }) => value).sort(),
    documents: counts.reduce((sum, { count }) => sum + count, 0),
  }));

const largestCounts = (body: unknown) =>
  asAnswer(body).facet_counts.map(({ counts }) => counts.map(({ count }) => count));

const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shapeOf(each)]));
};

const successes = (body: unknown) => (body as { success: boolean }[]).map(({ success }) => success);

const multi = (body: unknown) =>
  asAnswer(body).results.map((each) =>
    each.code === undefined ? { found: each.found, ids: ids(each) } : { code: each.code },
  );

const sorted = (lines: unknown) =>
  (lines as unknown[]).map((line) => JSON.stringify(sortKeys(line))).sort();
const sortKeys = (value: unknown) =>
  Object.fromEntries(Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1)));

const expectTop = (actual: unknown, recorded: unknown) => {
  const ours = ids(actual);
  const theirs = ids(recorded);
  expect(ours.slice(0, 3)).toContain(theirs[0] as string);
  const shared = ours.slice(0, 10).filter((id) => theirs.includes(id));
  expect(shared.length).toBeGreaterThanOrEqual(Math.min(10, ours.length) * 0.7);
};

const COMPARISONS: Readonly<Record<string, (actual: unknown, recorded: unknown) => void>> = {
  status: () => undefined,
  body: (actual, recorded) => expect(actual).toEqual(recorded),
  shape: (actual, recorded) => expect(shapeOf(actual)).toEqual(shapeOf(recorded)),
  "success-flags": (actual, recorded) => expect(successes(actual)).toEqual(successes(recorded)),
  found: (actual, recorded) => expect(asAnswer(actual).found).toBe(asAnswer(recorded).found),
  "found-positive": (actual) => expect(asAnswer(actual).found).toBeGreaterThan(0),
  order(actual, recorded) {
    expect(asAnswer(actual).found).toBe(asAnswer(recorded).found);
    expect(ids(actual)).toEqual(ids(recorded));
  },
  top: expectTop,
  first: (actual, recorded) => expect(ids(actual)[0]).toBe(ids(recorded)[0] as string),
  facets: (actual, recorded) => expect(facets(actual)).toEqual(facets(recorded)),
  // Ranges count only the most common values. Which of equally common ones those are is unspecified.
  "facet-ranges": (actual, recorded) => expect(ranges(actual)).toEqual(ranges(recorded)),
  "facets-count": (actual, recorded) =>
    expect(largestCounts(actual)).toEqual(largestCounts(recorded)),
  highlight(actual, recorded) {
    const [ours] = asAnswer(actual).hits;
    const [theirs] = asAnswer(recorded).hits;
    expect(ours?.highlight).toEqual(theirs?.highlight);
    expect(ours?.highlights).toEqual(theirs?.highlights);
  },
  "body-hits": (actual, recorded) =>
    expect(asAnswer(actual).hits.map(({ document }) => document)).toEqual(
      asAnswer(recorded).hits.map(({ document }) => document),
    ),
  groups: (actual, recorded) =>
    expect(asAnswer(actual).grouped_hits.map(({ group_key }) => group_key)).toEqual(
      asAnswer(recorded).grouped_hits.map(({ group_key }) => group_key),
    ),
  multi: (actual, recorded) => expect(multi(actual)).toEqual(multi(recorded)),
  lines: (actual, recorded) => expect(sorted(actual)).toEqual(sorted(recorded)),
};

const comparisonOf = ({ compare, request }: Step) => {
  const hasRanges = /facet_by=\w+%28\w+%3A%5B/.test(request.path);
  const name = compare === "facets" && hasRanges ? "facet-ranges" : compare;
  const comparison = COMPARISONS[name];
  if (!comparison) throw new Error(`No comparison is called ${name}.`);
  return comparison;
};

const isLines = (path: string) => /documents\/(import|export)/.test(path);

const bodyOf = async (response: Response, path: string): Promise<unknown> => {
  const text = await response.text();
  if (!isLines(path) || !response.ok) return JSON.parse(text);
  return text.split("\n").map((line) => JSON.parse(line) as unknown);
};

describe("the stand-in", () => {
  const steps = readSteps();
  let served: ReturnType<typeof serveStandIn>;

  beforeAll(() => {
    served = serveStandIn(typesenseStandIn({ dataDir: ":memory:", token: KEY }), 0);
  });
  afterAll(() => served.stop());

  test.skipIf(!hasRecording)(`finds the recorded answers of a real Typesense${NOT_RUN}`, () => {
    expect(steps.length).toBeGreaterThan(100);
  });

  test.each(steps.map((step, at) => [at, step.name, step] as const))(
    "answers as recorded at step %i: %s",
    async (_at, _name, step) => {
      const { request, response } = step;
      const { method, path, body, headers } = request;
      const answer = await fetch(served.url + path, {
        method,
        headers: { "X-TYPESENSE-API-KEY": KEY, ...headers },
        ...(body === undefined
          ? {}
          : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const actual = await bodyOf(answer, path);
      expect(answer.status).toBe(response.status);
      comparisonOf(step)(actual, response.body);
    },
  );
});
