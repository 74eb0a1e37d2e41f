import { sql } from "drizzle-orm";
import { republish } from "#catalog/products/republishing.statements";
import { products, variants } from "#db/catalog/product.schema";
import { inbox } from "#db/catalog/schema";
import type { Database } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import { receiptStatement } from "#kernel/events/inbox";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";
import type { OpeningStock } from "#orders/stock.contract";

/** What shoppers see of the stock of a variant. */
export interface StockCopy {
  inStock: boolean;
  /** Whether units that are not in stock are accepted. */
  backorderable: boolean;
  /** When a pre-order is released, in epoch milliseconds; null if it is none. */
  preorderUntil: number | null;
}

/** The stored stock of a variant, and the product that shows it. */
export interface VariantAvailability extends StockCopy {
  variantId: string;
  productId: string;
  /** The version of the stock that is copied. */
  stockVersion: number;
  /** Whether shoppers see the stock: not of removed and of untracked variants. */
  shown: boolean;
  /** Whether it may be backordered. */
  continues: boolean;
  productVersion: number;
}

export interface AvailabilityChange extends StockCopy {
  variantId: string;
  version: number;
  /** The stored version that the change was computed from. */
  fromVersion: number;
}

interface Projection {
  /** The event that caused the change. */
  eventId: string;
  changes: readonly AvailabilityChange[];
  /** The products with a variant whose availability changes for shoppers. */
  productIds: readonly string[];
  events: readonly Envelope[];
  nowMs: number;
}

type Flag = "inStock" | "backorderable" | "shown" | "continues";
type AvailabilityRow = Omit<VariantAvailability, Flag> & Record<Flag, number>;

/** The pre-orders that one sweep releases. */
const RELEASED_MAX = 100;

/** The catalog's copy of the stock, and the first quantities that orders has not acknowledged. */
export const availabilityStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const updateVariants = (changes: readonly AvailabilityChange[]) =>
    db.write.run(sql`
      update ${variants} set in_stock = change.value ->> 'inStock',
        backorderable = change.value ->> 'backorderable', preorder_until = change.value ->> 'preorderUntil',
        stock_version = change.value ->> 'version'
      from json_each(${JSON.stringify(changes)}) change
      where ${variants.id} = change.value ->> 'variantId'
        and stock_version = change.value ->> 'fromVersion'`);

  const publishProducts = ({ productIds, events, nowMs }: Projection) => [
    ...republish(db, productIds, nowMs),
    outbox.announce(events),
  ];

  return {
    async find(variantIds: readonly string[]): Promise<VariantAvailability[]> {
      const rows = await db.read.all<AvailabilityRow>(sql`
        select v.id as variantId, v.product_id as productId, v.in_stock as inStock,
          v.backorderable, v.preorder_until as preorderUntil,
          v.stock_version as stockVersion, p.version as productVersion,
          v.removed_at is null and v.tracked as shown, v.inventory_policy = 'continue' as continues
        from json_each(${JSON.stringify(variantIds)}) requested
        cross join ${variants} v on v.id = requested.value
        cross join ${products} p on p.id = v.product_id`);
      return rows.map((row) => ({
        ...row,
        inStock: row.inStock === 1,
        backorderable: row.backorderable === 1,
        shown: row.shown === 1,
        continues: row.continues === 1,
      }));
    },

    /** Returns a bounded number of variants whose pre-order was released since it was copied. */
    async released(nowMs: number): Promise<string[]> {
      const rows = await db.read.all<{ id: string }>(sql`select id from ${variants}
        where preorder_until <= ${nowMs} order by preorder_until limit ${RELEASED_MAX}`);
      return rows.map(({ id }) => id);
    },

    /**
     * Writes newer availability, and records that its event was handled. Refuses as a whole when the
     * event is a duplicate, or when a variant has changed since it was read.
     */
    project(projection: Projection) {
      const { eventId, changes, productIds, nowMs } = projection;
      return commitGuarded(db, [
        guard("duplicate_event", receiptStatement(db, inbox, eventId, nowMs)),
        updateVariants(changes),
        guard("variant_changed", db.write.run(expectChanges(changes.length))),
        ...(productIds.length > 0 ? publishProducts(projection) : []),
      ]);
    },

    /**
     * Returns variants whose first quantity or SKU is not acknowledged. A variant whose stock is not
     * counted yet opens with 0 units.
     */
    pending: (limit: number): Promise<OpeningStock[]> =>
      db.read.all<OpeningStock>(sql`
        select id as variantId, product_id as productId, sku,
          iif(counted, opening_quantity, 0) as quantity
        from ${variants} where stock_opened_at is null order by id limit ${limit}`),

    /**
     * Marks first quantities and SKUs as acknowledged, unless they have changed since they were read.
     * @returns the ids of variants whose stock the catalog has copied before
     */
    async acknowledge(entries: readonly OpeningStock[], nowMs: number): Promise<string[]> {
      const rows = await db.write.all<{ id: string; stock_version: number }>(sql`
        update ${variants} set stock_opened_at = ${nowMs} from json_each(${JSON.stringify(entries)}) entry
        where ${variants.id} = entry.value ->> 'variantId' and sku is entry.value ->> 'sku'
          and iif(counted, opening_quantity, 0) = entry.value ->> 'quantity'
        returning id, stock_version`);
      return rows.filter((row) => row.stock_version > 0).map(({ id }) => id);
    },
  };
};
export type AvailabilityStore = ReturnType<typeof availabilityStore>;
