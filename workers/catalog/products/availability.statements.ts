import { sql } from "drizzle-orm";
import { bundleParts, variants } from "#db/catalog/product.schema";

/** Whether a row `v` of variants is tracked and cannot be backordered. Other variants can always be bought. */
export const dependsOnStock = sql`(v.tracked and v.inventory_policy = 'deny')`;

/** A part that is deleted, removed or sold out, of a row `v` of variants that is a bundle. */
const missingPart = sql`
  select 1 from ${bundleParts} needed
  left join ${variants} part on part.id = needed.part_id and part.removed_at is null
  where needed.variant_id = v.id
    and not coalesce(part.in_stock or not (part.tracked and part.inventory_policy = 'deny'), 0)`;

/**
 * Whether a row `v` of variants can be bought, according to the catalog's copy of the stock. A bundle can be bought
 * if each of its parts can.
 */
export const isAvailable = sql`((v.in_stock or not ${dependsOnStock}) and not exists (${missingPart}))`;
