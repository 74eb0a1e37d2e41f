import { sql } from "drizzle-orm";
import { refreshListings } from "#catalog/products/listings.statements";
import { refreshShownPrices } from "#catalog/products/shown-prices.statements";
import { priceRefreshes } from "#db/catalog/price.schema";
import { type Database, statements } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";

/** Products of one step. */
const STEP_PRODUCTS = 250;

interface Step {
  productIds: readonly string[];
  events: readonly Envelope[];
  nowMs: number;
}

/** Products whose shown prices lists change. */
export const priceRefreshStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => ({
  /** Returns some products that are due, those of the earliest times first. */
  async due(nowMs: number): Promise<string[]> {
    const rows = await db.read.all<{ id: string }>(sql`
      select due.product_id as id from ${priceRefreshes} due
      where due.due_at <= ${nowMs} order by due.due_at, due.product_id limit ${STEP_PRODUCTS}`);
    return [...new Set(rows.map(({ id }) => id))];
  },

  /** Refreshes the prices by which products are listed. Safe to repeat: it compares with what lists say now. */
  async refresh({ productIds, events, nowMs }: Step): Promise<void> {
    const ids = sql`(select value from json_each(${JSON.stringify(productIds)}))`;
    await db.write.batch(
      statements([
        db.write.run(sql`delete from ${priceRefreshes}
          where product_id in ${ids} and due_at <= ${nowMs}`),
        ...refreshShownPrices(db, productIds, nowMs),
        ...refreshListings(db, productIds),
        outbox.announce(events),
      ]),
    );
  },
});
export type PriceRefreshStore = ReturnType<typeof priceRefreshStore>;
