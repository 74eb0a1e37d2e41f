import { afterAll, beforeAll, expect, test } from "bun:test";
import { and, desc, inArray, lt, sql } from "drizzle-orm";
import { media, productMedia } from "#db/catalog/media.schema";
import { type TestDatabase, testDatabase } from "#db/testing";
import { isStored, isUnsettled, isUnused, usesJson } from "./media.statements";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("catalog");
});
afterAll(() => database.stop());

const planOf = async (query: { getSQL(): ReturnType<typeof sql> }) => {
  const rows = await database.db.read.all<{ detail: string }>(
    sql`explain query plan ${query.getSQL()}`,
  );
  return rows.map(({ detail }) => detail);
};

test("lists and finds pictures by an index, without sorting", async () => {
  const { read } = database.db;
  const queries = [
    read
      .select({ media, uses: usesJson })
      .from(media)
      .where(and(isStored, lt(media.id, "med_1")))
      .orderBy(desc(media.id))
      .limit(25),
    read
      .select()
      .from(media)
      .where(and(sql`${media.sha256} = ${"digest"}`, isStored)),
    read
      .select()
      .from(media)
      .where(and(isUnsettled, lt(media.updatedAt, 1)))
      .orderBy(media.updatedAt)
      .limit(20),
    read.select().from(productMedia).where(isUnused("med_1")).limit(1),
    read
      .select()
      .from(productMedia)
      .where(inArray(productMedia.productId, ["prd_1"])),
  ];
  const plans = await Promise.all(queries.map(planOf));
  expect(plans.flat().filter((detail) => /TEMP B-TREE/.test(detail))).toEqual([]);
  expect(plans[0]?.[0]).toContain("media_newest");
  expect(plans[1]).toEqual([expect.stringContaining("media_sha256")]);
  expect(plans[2]).toEqual([expect.stringContaining("media_unsettled")]);
  expect(plans[3]?.join("\n")).toContain("SEARCH shown USING COVERING INDEX");
  expect(plans[4]).toEqual([expect.stringContaining("product_media_product")]);
});
