import { expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { testDatabase } from "#db/testing";
import { inCall } from "#kernel/testing";
import { requireIndexes } from "./plans.testing";

test.each([
  ["scans orders", `select "id" from "orders" where "orders"."email" = 'x'`],
  [
    "reads all orders by id to find some",
    `select "id" from "orders" where "orders"."email" = 'x' order by "orders"."id" desc limit 10`,
  ],
  ["sorts stock", `select "sku" from "stock" where "product_id" = 'x' order by "sku"`],
  [
    "scans allocations in a part",
    `select 1 where exists (select 1 from "allocations" a where a.quantity = 1)`,
  ],
])("refuses a statement of a request that %s", async (_, text) => {
  const { db, cloudUrl, stop } = await testDatabase("orders");
  await inCall(async () => await db.read.all(sql.raw(text)));
  await expect(requireIndexes(cloudUrl)).rejects.toThrow("without an index");
  await stop();
});
