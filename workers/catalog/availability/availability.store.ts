import { sql } from "drizzle-orm";
import type { OpeningStock } from "#contract/orders";
import { dependsOnStock } from "#db/catalog/availability";
import { inbox } from "#db/catalog/schema";
import { reshelve } from "#db/catalog/shelving";
import { type Database, statements } from "#db/client";
import type { Envelope } from "#kernel/events";
import { onceOnly, receiptStatement } from "#kernel/inbox";
import type { Outbox } from "#kernel/outbox";
import { expectChanges } from "#kernel/sql";

/** What the catalog knows of a variant's stock, and of the product that shows it. */
export interface KnownStock {
  variantId: string;
  productId: string;
  inStock: boolean;
  stockVersion: number;
  /** Whether shoppers can tell: removed variants and those sold without stock look the same either way. */
  shown: boolean;
  productVersion: number;
}

export interface StockChange {
  variantId: string;
  inStock: boolean;
  version: number;
  /** The version this was decided upon. */
  knownVersion: number;
}

interface Projection {
  /** The event that led to it. */
  eventId: string;
  changes: readonly StockChange[];
  /** Products that are seen differently now. */
  productIds: readonly string[];
  events: readonly Envelope[];
  nowMs: number;
}

/** The catalog's copy of what is in stock, and the openings that the stock still has to hear of. */
export const stockStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const seenDifferently = ({ productIds, events, nowMs }: Projection) => [
    db.write.run(sql`update products set version = version + 1, updated_at = ${nowMs}
      where id in (select value from json_each(${JSON.stringify(productIds)}))`),
    ...reshelve(db, productIds),
    outbox.announce(events),
  ];

  return {
    async known(variantIds: readonly string[]): Promise<KnownStock[]> {
      const rows = await db.read.all<
        Omit<KnownStock, "inStock" | "shown"> & { inStock: number; shown: number }
      >(sql`
        select v.id as variantId, v.product_id as productId, v.in_stock as inStock,
          v.stock_version as stockVersion, p.version as productVersion,
          v.removed_at is null and ${dependsOnStock} as shown
        from json_each(${JSON.stringify(variantIds)}) wanted
        cross join variants v on v.id = wanted.value
        cross join products p on p.id = v.product_id`);
      return rows.map((row) => ({ ...row, inStock: row.inStock === 1, shown: row.shown === 1 }));
    },

    /**
     * Writes the newer state with the event's receipt; false when the event had been handled before.
     * Raises (`violatesGuard`) when a variant has moved since it was read.
     */
    project(projection: Projection): Promise<boolean> {
      const { eventId, changes, nowMs } = projection;
      return onceOnly(() =>
        db.write.batch(
          statements([
            receiptStatement(db, inbox, eventId, nowMs),
            db.write.run(sql`
              update variants set in_stock = change.value ->> 'inStock',
                stock_version = change.value ->> 'version'
              from json_each(${JSON.stringify(changes)}) change
              where variants.id = change.value ->> 'variantId'
                and stock_version = change.value ->> 'knownVersion'`),
            db.write.run(expectChanges(changes.length)),
            ...(projection.productIds.length > 0 ? seenDifferently(projection) : []),
          ]),
        ),
      );
    },

    /**
     * Returns variants whose opening or SKU the stock has not acknowledged; uncounted ones open with 0
     * units.
     */
    unopened: (limit: number): Promise<OpeningStock[]> =>
      db.read.all<OpeningStock>(sql`
        select id as variantId, product_id as productId, sku,
          iif(counted, opening_quantity, 0) as quantity
        from variants where stock_opened_at is null order by id limit ${limit}`),

    /**
     * Marks variants as acknowledged by the stock, unless they have changed since they were read.
     * @returns the ids of those whose stock the catalog had taken over before
     */
    async opened(entries: readonly OpeningStock[], nowMs: number): Promise<string[]> {
      const rows = await db.write.all<{ id: string; stock_version: number }>(sql`
        update variants set stock_opened_at = ${nowMs} from json_each(${JSON.stringify(entries)}) entry
        where variants.id = entry.value ->> 'variantId' and sku is entry.value ->> 'sku'
          and iif(counted, opening_quantity, 0) = entry.value ->> 'quantity'
        returning id, stock_version`);
      return rows.filter((row) => row.stock_version > 0).map(({ id }) => id);
    },
  };
};
export type StockStore = ReturnType<typeof stockStore>;
