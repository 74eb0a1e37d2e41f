import { expect, test } from "bun:test";
import { METRICS } from "#kernel/sight/gauges";
import { files, read } from "./sources";

const namesIn = (text: string) =>
  new Set([...text.matchAll(/\bbodega_[a-z_]+/g)].map(([name]) => name));

/** The expressions of all panels of the dashboard. */
const queries = () => {
  const { panels } = JSON.parse(read("docs/grafana-dashboard.json")) as {
    panels: { targets: { expr: string }[] }[];
  };
  return panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
};

test("the dashboard queries each metric, and no other", () => {
  expect([...namesIn(queries().join(" "))].toSorted()).toEqual(Object.keys(METRICS).toSorted());
});

test("a Worker or the gateway gives each metric", () => {
  const sources = files("workers/**/*.ts").filter((path) => !/\.test\.|sight\/gauges/.test(path));
  const given = namesIn(sources.map(read).join("\n"));
  expect(Object.keys(METRICS).filter((name) => !given.has(name))).toEqual([]);
});

test("the alerts in docs/operations.md name only metrics that exist", () => {
  const known = new Set<string>(Object.keys(METRICS));
  const named = [...namesIn(read("docs/operations.md"))];
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
