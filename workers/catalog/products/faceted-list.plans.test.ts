import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { facetedListStatement } from "#catalog/products/faceted-list.statements";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { PRODUCT_SORTS } from "#contract/catalog";

let catalog: TestCatalog;
beforeAll(async () => {
  catalog = await testCatalog();
});
afterAll(() => catalog.stop());

const RARE_OR_FREQUENT = [
  { field: "option.color", keys: ["slate", "ink"] },
  { field: "attribute.material", keys: ["oak"] },
];

const IN_EUR = { currency: "EUR", isDefault: false, userId: null };

test.each([...PRODUCT_SORTS, "position" as const])(
  "reads one index in order, and sorts the products of a rare value and a page, by %s",
  async (sort) => {
    for (const [country, parts] of [
      [null, 1],
      ["BE", 2],
    ] as const) {
      const statement = facetedListStatement({
        pricing: { ...IN_EUR, country, nowMs: catalog.clock.now() },
        ...{ sort, collection: "small-gifts", limit: 25 },
        after: [sort === "title" ? "m" : 5000, "prd_x"],
        facets: RARE_OR_FREQUENT,
      });
      const rows = await catalog.db.read.all<{ detail: string }>(
        sql`explain query plan ${statement}`,
      );
      const plan = rows.map(({ detail }) => detail);
      const index =
        sort === "position" ? "SEARCH m .*collection_products_order" : "SEARCH s .*shelves_";
      const ordered = new RegExp(`^${index}.*\\(\\w+,product_id\\)[<>]\\(\\?,\\?\\)\\)$`);
      expect(plan.filter((step) => ordered.test(step))).toHaveLength(parts);
      expect(plan.filter((step) => step === "USE TEMP B-TREE FOR ORDER BY")).toHaveLength(
        parts + 1,
      );
      expect(plan.filter((step) => /^SCAN (s|d|m|p|v)\b/.test(step))).toEqual([]);
    }
  },
);
