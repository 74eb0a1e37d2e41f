import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { OpeningStock, StockLevel } from "#contract/orders";
import type { Database } from "#db/client";
import { reservations, stock } from "#db/orders/stock.schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { expectChanges } from "#kernel/sql";
import { type Adjustment, adjustQuantity, bookAdjustment } from "./adjustments.statements";
import { openStock } from "./opening.store";

const LEVEL = {
  variantId: stock.variantId,
  available: stock.available,
  reserved: stock.reserved,
  sold: stock.sold,
  version: stock.version,
};

interface NewAdjustment {
  adjustment: Adjustment;
  /** The stock level on which the adjustment is based. */
  current: StockLevel;
  event: Envelope;
  /** The answer to store under the request's idempotency key; undefined for a request without a key. */
  stored: { request: KeyedRequest; answer: Answer } | undefined;
  nowMs: number;
}

interface StockFilter {
  sku?: string | undefined;
  variantId?: string | undefined;
  productId?: string | undefined;
}

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
}

/** Reads and adjusts the balances of stock, and reads the reservations that hold units. */
export const stockStore = ({ db, outbox, idempotency }: Dependencies) => ({
  levels: async (variantIds: readonly string[]): Promise<StockLevel[]> =>
    db.read
      .select(LEVEL)
      .from(stock)
      .where(inArray(stock.variantId, [...variantIds])),

  open: (entries: readonly OpeningStock[], nowMs: number) => openStock(db, entries, nowMs),

  /**
   * Adjusts the stock of a variant. Returns false if another process has changed the stock since `current`
   * was read.
   */
  async adjust({ adjustment, current, event, stored, nowMs }: NewAdjustment): Promise<boolean> {
    const { ok } = await commitGuarded(db, [
      adjustQuantity(db.write, adjustment, current, nowMs),
      guard("changed_meanwhile", db.write.run(expectChanges())),
      bookAdjustment(db.write, adjustment, nowMs),
      outbox.announce([event]),
      ...(stored ? [idempotency.insertFinished(stored.request, stored.answer)] : []),
    ]);
    return ok;
  },

  /** Returns stock rows in the order of variant ids; up to `limit + 1`. */
  list: (limit: number, { sku, variantId, productId }: StockFilter, afterId?: string) =>
    db.read
      .select()
      .from(stock)
      .where(
        and(
          afterId ? gt(stock.variantId, afterId) : undefined,
          sku ? eq(stock.sku, sku) : undefined,
          variantId ? eq(stock.variantId, variantId) : undefined,
          productId ? eq(stock.productId, productId) : undefined,
        ),
      )
      .orderBy(asc(stock.variantId))
      .limit(limit + 1),

  /** Returns the reservations that hold units, sorted by order id; up to `limit + 1`. */
  held: (limit: number, after?: { orderId: string; variantId: string }) =>
    db.read
      .select()
      .from(reservations)
      .where(
        and(
          eq(reservations.state, "held"),
          after
            ? sql`(${reservations.orderId}, ${reservations.variantId}) > (${after.orderId}, ${after.variantId})`
            : undefined,
        ),
      )
      .orderBy(asc(reservations.orderId), asc(reservations.variantId))
      .limit(limit + 1),
});
export type StockStore = ReturnType<typeof stockStore>;
