import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { OpeningStock, SellableStock, StockLevel } from "#contract/orders";
import type { Database } from "#db/client";
import { reservations, stock } from "#db/orders/stock.schema";
import type { Clock } from "#kernel/clock";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded } from "#kernel/mutations/guards";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { ok, type Result } from "#kernel/result";
import { announcedBy } from "./alerts.statements";
import { LEVEL, sellableJson } from "./levels.statements";
import { openStock } from "./opening.store";
import { changeStock, type StockChange, type StockRefusal } from "./stock-changes.statements";

interface NewChange {
  change: StockChange;
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
  clock: Clock;
}

const parsed = <Row extends { locations: string }>({ locations, ...row }: Row) => ({
  ...row,
  locations: JSON.parse(locations) as StockLevel["locations"],
});

const RECORD = {
  ...LEVEL,
  productId: stock.productId,
  sku: stock.sku,
  threshold: stock.threshold,
  buyerMax: stock.buyerMax,
  backorderMax: stock.backorderMax,
  preorderUntil: stock.preorderUntil,
  preorderMax: stock.preorderMax,
  updatedAt: stock.updatedAt,
};

/** Reads and changes the balances of stock, and reads the reservations that hold units. */
export const stockStore = ({ db, outbox, idempotency, clock }: Dependencies) => ({
  /** Returns the balances of these variants, with those of each location. */
  levels: async (variantIds: readonly string[]): Promise<StockLevel[]> => {
    const rows = await db.read
      .select(LEVEL)
      .from(stock)
      .where(inArray(stock.variantId, [...variantIds]));
    return rows.map(parsed);
  },

  /** Returns what can be sold of these variants. */
  async sellable(variantIds: readonly string[]): Promise<SellableStock[]> {
    const select = sellableJson(variantIds, clock.now());
    const [row] = await db.read.all<{ stock: string }>(sql`select (${select}) as stock`);
    return JSON.parse(row?.stock ?? "[]");
  },

  open: (entries: readonly OpeningStock[], nowMs: number) => openStock(db, entries, nowMs),

  /**
   * Commits a change of stock. Returns the low-stock events that it announced, or the name of the guard that refused
   * it.
   */
  async change({
    change,
    event,
    stored,
    nowMs,
  }: NewChange): Promise<Result<Envelope[], StockRefusal>> {
    const batch = await commitGuarded<StockRefusal>(db, [
      outbox.announce([event]),
      ...(stored ? [idempotency.insertFinished(stored.request, stored.answer)] : []),
      ...changeStock(db.write, change, nowMs),
    ]);
    // The last but one result is that of the low-stock event.
    return batch.ok ? ok(announcedBy(batch.value.at(-2))) : batch;
  },

  /** Returns stock rows in the order of variant ids; up to `limit + 1`. */
  list: async (limit: number, { sku, variantId, productId }: StockFilter, afterId?: string) => {
    const rows = await db.read
      .select(RECORD)
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
      .limit(limit + 1);
    return rows.map(parsed);
  },

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
