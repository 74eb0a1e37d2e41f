import { beforeAll, describe, expect, test } from "bun:test";
import { collectionsForAllTests } from "#cloud/typesense/testing";

const { create, search } = collectionsForAllTests();
const points = { name: "points", type: "int32", facet: true };

describe("facets and groups", () => {
  const COLORS = ["red", "red", "red", "blue", "blue", "green"];
  beforeAll(() =>
    create(
      "shirts",
      [points, { name: "color", type: "string", facet: true }],
      COLORS.map((color) => ({ color })),
      "points",
    ),
  );
  const counts = async (parameters: Record<string, string | number>) => {
    const { facet_counts, message } = await search("shirts", { q: "*", ...parameters });
    return message ?? facet_counts[0]?.counts.map(({ value, count }) => `${value} ${count}`);
  };

  test.each([
    ["the counts of values", { facet_by: "color" }, ["red 3", "blue 2", "green 1"]],
    [
      "counts in the filtered result only",
      { facet_by: "color", filter_by: "points:>2" },
      ["blue 2", "green 1"],
    ],
    ["as many values as requested", { facet_by: "color", max_facet_values: 1 }, ["red 3"]],
    [
      "values in alphabetical order",
      { facet_by: "color(sort_by:_alpha:asc)" },
      ["blue 2", "green 1", "red 3"],
    ],
    [
      "the values that a facet query matches",
      { facet_by: "color", facet_query: "color:gre" },
      ["green 1"],
    ],
    [
      "counts in ranges with exclusive upper ends",
      { facet_by: "points(low:[0,2],high:[2,10])", filter_by: "points:>0" },
      ["high 4", "low 1"],
    ],
  ] as const)("returns %s", async (_promise, parameters, expected) => {
    expect(await counts(parameters)).toEqual([...expected]);
  });

  test("returns statistics of a numeric field", async () => {
    const { facet_counts } = await search("shirts", {
      q: "*",
      facet_by: "points",
      filter_by: "color:=blue",
    });
    expect(facet_counts[0]?.stats).toEqual({ avg: 3.5, max: 4, min: 3, sum: 7, total_values: 2 });
  });

  test("refuses a field that is not a facet", async () => {
    expect(await counts({ facet_by: "size" })).toBe(
      "Could not find a facet field named `size` in the schema.",
    );
  });

  test("cuts a value when it is longer than 255 bytes", async () => {
    await create(
      "long",
      [{ name: "name", type: "string", facet: true }],
      [{ name: "ж".repeat(200) }],
    );
    const { facet_counts } = await search("long", { q: "*", facet_by: "name" });
    expect(facet_counts[0]?.counts[0]?.value).toBe(`${"ж".repeat(127)}\ufffd`);
  });

  test("returns the best documents and the size of each group", async () => {
    const { grouped_hits, found } = await search("shirts", {
      q: "*",
      group_by: "color",
      group_limit: 2,
      sort_by: "points:asc",
    });
    expect(found).toBe(3);
    expect(
      grouped_hits.map(({ found: size, group_key, hits }) => [
        size,
        group_key,
        hits.map(({ document }) => document.id),
      ]),
    ).toEqual([
      [3, ["red"], ["0", "1"]],
      [2, ["blue"], ["3", "4"]],
      [1, ["green"], ["5"]],
    ]);
  });
});
