import { expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { testDatabase } from "#db/testing";
import { inCall } from "#kernel/testing";
import { growingSteps, requireIndexes } from "./plans.testing";

test.each([
  ["scans products", `select id from "products" where title = ?`],
  ["sorts products", `select id from "products" where status = ? order by title`],
  [
    "scans variants in a part",
    `select 1 where exists (select 1 from "variants" v where v.title = ?)`,
  ],
])("refuses a statement of a request that %s", async (_, text) => {
  const { db, cloudUrl, stop } = await testDatabase("catalog");
  await db.read.all(sql.raw(text.replace("?", "'x'")));
  await requireIndexes(cloudUrl);
  await inCall(async () => await db.read.all(sql.raw(text.replace("?", "'x'"))));
  await expect(requireIndexes(cloudUrl)).rejects.toThrow("without an index");
  await stop();
});

test("admits lists of a request, searches by an index and what the list of exceptions names", () => {
  const plans = [
    { sql: `select * from json_each(?) asked`, steps: ["SCAN asked VIRTUAL TABLE INDEX 1:"] },
    { sql: `select * from "products" p where id = ?`, steps: ["SEARCH p USING INDEX x (id=?)"] },
    { sql: `with facts as (…) select * from facts f`, steps: ["SCAN f"] },
    { sql: `select version from "category_tree"`, steps: ["SCAN category_tree"] },
  ];
  expect(plans.flatMap(growingSteps)).toEqual([]);
});
