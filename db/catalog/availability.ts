import { sql } from "drizzle-orm";

/**
 * Conditions on a row `v` of variants. A variant depends on its stock when the stock is counted and the
 * variant is not sold beyond it; every other variant can always be bought.
 */
export const dependsOnStock = sql`(v.tracked and v.inventory_policy = 'deny')`;

/** Whether it can be bought now, as far as the catalog knows. */
export const isAvailable = sql`(v.in_stock or not ${dependsOnStock})`;
