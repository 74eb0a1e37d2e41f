import { beforeAll, describe, expect, test } from "bun:test";
import { collectionsForAllTests } from "#cloud/typesense/testing";

const { create, ids } = collectionsForAllTests();

describe("filters", () => {
  beforeAll(() =>
    create(
      "people",
      [
        { name: "age", type: "int32" },
        { name: "years", type: "int32[]" },
        { name: "rating", type: "float" },
        { name: "tags", type: "string[]", facet: true },
        { name: "city", type: "string", facet: true, optional: true },
      ],
      [
        { age: 24, years: [2014, 2015], rating: 1.09, tags: ["gold", "silver"], city: "New York" },
        { age: 44, years: [2015, 2016], rating: 9.999, tags: ["FINE PLATINUM"], city: "York" },
        { age: 21, years: [2016], rating: 7.812, tags: ["bronze", "gold"] },
        { age: 63, years: [1981], rating: 0, tags: ["silver"], city: "Berlin, Mitte" },
      ],
      "age",
    ),
  );

  test.each([
    ["age:>24", "1 3"],
    ["age:>=24", "0 1 3"],
    ["age: [21, 63]", "2 3"],
    ["age: 24..44", "0 1"],
    ["age: [21..24, 60..70]", "0 2 3"],
    ["age:!=[21,24]", "1 3"],
    ["years:2015", "0 1"],
    ["years:!=2016", "0 3"],
    ["rating:<=7.812", "0 2 3"],
    ["tags: gold", "0 2"],
    ["tags: platinum", "1"],
    ["tags:= platinum", ""],
    ["tags:= fine platinum", "1"],
    ["tags:!= gold", "1 3"],
    ["tags: [bronze, silver]", "0 2 3"],
    ["city: york", "0 1"],
    ["city:= york", "1"],
    ["city:!= york", "0 2 3"],
    ["city:= `Berlin, Mitte`", "3"],
    ["city:=[`Berlin, Mitte`, York]", "1 3"],
    ["city: ne*", "0"],
    ["id:=[1,3,nope]", "1 3"],
    // `&&` and `||` have equal precedence and associate to the left.
    ["age:63 || age:21 && years:2016", "2"],
    ["age:63 || (age:21 && years:2016)", "2 3"],
    ["age:>=cheap", "Error with filter field `age`: Not an int32."],
    ["tags:=", "Error with filter field `tags`: Filter value cannot be empty."],
    ["size:>3", "Could not find a filter field named `size` in the schema."],
    ["age:>3 &&", "Could not parse the filter query: unbalanced `&&` operands."],
    ["(age:>3", "Could not parse the filter query: unbalanced parentheses."],
  ])("applies the filter %s", async (filter, expected) => {
    const found = await ids("people", { q: "*", filter_by: filter, sort_by: "_seq_id:asc" });
    expect(found).toBe(expected);
  });
});
