import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { OpeningStock, StockLevel } from "#contract/orders";
import type { Database } from "#db/client";
import { reservations, stock } from "#db/orders/schema";
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
  /** The level from which the adjustment was decided. */
  current: StockLevel;
  event: Envelope;
  /** Stored under the key of the request; undefined for a request without one. */
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

/** Balances of stock, and the reservations that hold units. */
export const stockStore = ({ db, outbox, idempotency }: Dependencies) => ({
  levels: async (variantIds: readonly string[]): Promise<StockLevel[]> =>
    db.read
      .select(LEVEL)
      .from(stock)
      .where(inArray(stock.variantId, [...variantIds])),

  open: (entries: readonly OpeningStock[], nowMs: number) => openStock(db, entries, nowMs),

  /** Adjusts a quantity. Returns false when another writer has changed it since `current` was read. */
  async adjust({ adjustment, current, event, stored, nowMs }: NewAdjustment): Promise<boolean> {
    const { ok } = await commitGuarded(db, [
      adjustQuantity(db.write, adjustment, current, nowMs),
      guard("changed_meanwhile", db.write.run(expectChanges())),
      bookAdjustment(db.write, adjustment, nowMs),
      outbox.announce([event]),
      ...(stored ? [idempotency.finished(stored.request, stored.answer)] : []),
    ]);
    return ok;
  },

  /** Returns stock rows by variant id; up to `limit + 1`. */
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

  /** Returns the reservations that hold units, by order; up to `limit + 1`. */
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
