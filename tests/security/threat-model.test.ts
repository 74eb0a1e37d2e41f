import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { routeDefinitions } from "./definitions";

/** Checks the tables of docs/security.md against routes and tests. */
const MODEL = readFileSync(resolve(import.meta.dir, "../../docs/security.md"), "utf8");

const rowsOf = (heading: string) => {
  const [, section = ""] = MODEL.split(`## ${heading}\n`);
  const [table = ""] = section.split("\n## ");
  const lines = table.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) => line.slice(2, -2).split(" | "));
};

/**
 * `GET /v1/me` stands for this route and those below it, unless a longer entry matches. `/v1/me`
 * stands for any method.
 */
const entries = rowsOf("Six questions").flatMap(([routes = ""]) =>
  [...routes.matchAll(/`([^`]+)`/g)].map(([, entry = ""]) => entry),
);

const covers = (entry: string, { method, path }: { method: string; path: string }) => {
  const [verb, prefix = ""] = entry.startsWith("/") ? [method, entry] : entry.split(" ");
  const below = prefix.endsWith("/") ? prefix : `${prefix}/`;
  return verb === method && (path === prefix || path.startsWith(below));
};

const lengthOf = (entry: string) => entry.replace(/^[A-Z]+ /, "").length;

test("answers the six questions for every route, and names no other route", async () => {
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

test.each(["Six questions", "Bounds"])("fills every column of every row of %s", (name) => {
  const rows = rowsOf(name);
  expect(rows.length).toBeGreaterThan(2);
  expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
});

test("names a test for every bound", () => {
  const untried = rowsOf("Bounds").filter(
    (row) => !/\(\.\.\/[\w./-]+\.test\.ts\)/.test(row.at(-1) ?? ""),
  );
  expect(untried).toEqual([]);
});
