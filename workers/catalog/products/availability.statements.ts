import { sql } from "drizzle-orm";

/** Whether a row `v` of variants is tracked and cannot be backordered. Other variants can always be bought. */
export const dependsOnStock = sql`(v.tracked and v.inventory_policy = 'deny')`;

/** Whether a row `v` of variants can be bought, according to the catalog's copy of the stock. */
export const isAvailable = sql`(v.in_stock or not ${dependsOnStock})`;
