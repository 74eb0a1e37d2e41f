import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { routeDefinitions } from "./definitions";

/** The tables of docs/security.md, held against the routes and tests that there are. */
const MODEL = readFileSync(resolve(import.meta.dir, "../../docs/security.md"), "utf8");

const rowsOf = (heading: string) => {
  const [, section = ""] = MODEL.split(`## ${heading}\n`);
  const [table = ""] = section.split("\n## ");
  const lines = table.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) => line.slice(2, -2).split(" | "));
};

/** `GET /v1/me` is that route and what lies below it unless another entry is longer; `/v1/me` has any method. */
const entries = rowsOf("Six questions").flatMap(([routes = ""]) =>
  [...routes.matchAll(/`([^`]+)`/g)].map(([, entry = ""]) => entry),
);

const covers = (entry: string, { method, path }: { method: string; path: string }) => {
  const [verb, prefix = ""] = entry.startsWith("/") ? [method, entry] : entry.split(" ");
  const below = prefix.endsWith("/") ? prefix : `${prefix}/`;
  return verb === method && (path === prefix || path.startsWith(below));
};

const lengthOf = (entry: string) => entry.replace(/^[A-Z]+ /, "").length;

test("the six questions have an answer for every route, and every answer has a route", async () => {
  const used = new Set<string>();
  const lacking: string[] = [];
  for (const route of await routeDefinitions()) {
    const fitting = entries.filter((entry) => covers(entry, route));
    const best = fitting.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0];
    if (best === undefined) lacking.push(route.name);
    else used.add(best);
  }
  expect(lacking).toEqual([]);
  expect(entries.filter((entry) => !used.has(entry))).toEqual([]);
});

test.each(["Six questions", "Bounds"])("every row of %s fills every column", (name) => {
  const rows = rowsOf(name);
  expect(rows.length).toBeGreaterThan(2);
  expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
});

test("every bound names the test that tries it", () => {
  const untried = rowsOf("Bounds").filter(
    (row) => !/\(\.\.\/[\w./-]+\.test\.ts\)/.test(row.at(-1) ?? ""),
  );
  expect(untried).toEqual([]);
});
