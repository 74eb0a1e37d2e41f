import { type SQL, sql } from "drizzle-orm";
import { bundleParts, variants } from "#db/catalog/product.schema";

/** Whether a row of variants can be bought: it has units, is not counted, or may be backordered. */
const isSold = (row: SQL) =>
  sql`(${row}.in_stock or not ${row}.tracked or (${row}.inventory_policy = 'continue' and ${row}.backorderable))`;

/** A part that is deleted, removed or sold out, of a row `v` of variants that is a bundle. */
const missingPart = sql`
  select 1 from ${bundleParts} needed
  left join ${variants} part on part.id = needed.part_id and part.removed_at is null
  where needed.variant_id = v.id and not coalesce(${isSold(sql`part`)}, 0)`;

/**
 * Whether a row `v` of variants can be bought, according to the catalog's copy of the stock. A bundle can be bought
 * if each of its parts can.
 */
export const isAvailable = sql`(${isSold(sql`v`)} and not exists (${missingPart}))`;
