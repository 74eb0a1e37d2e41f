import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { reservations, stock } from "#db/orders/stock.schema";
import type { Clock } from "#kernel/clock";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { ok, type Result } from "#kernel/result";
import type { AgeKeys } from "#kernel/routes/page";
import { expectChanges } from "#kernel/sql";
import type { OpeningStock, SellableStock, StockLevel } from "#orders/stock.contract";
import { announcedBy, announceLowStock, lowerAlert } from "./alerts.statements";
import type { OnHand } from "./count.rules";
import { LEVEL, sellableJson, unshippedAt, variantsAt } from "./levels.statements";
import { openStock } from "./opening.store";
import { changeStock, type StockChange, type StockRefusal } from "./stock-changes.statements";
import type { StockRow } from "./stock-record.rules";
import { type TransferFilter, type TransferRow, transferQuery } from "./transfer-list.statements";

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
  locationId?: string | undefined;
  /** Only variants whose units are at their low-stock threshold, or below. */
  isLow?: boolean | undefined;
}

interface NewRules {
  /** The row on which the rules are based, and the row with them. */
  row: StockRow;
  after: StockRow;
  event: Envelope;
  lowStock: Envelope;
  stored: { request: KeyedRequest; answer: Answer } | undefined;
  nowMs: number;
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

  /** Sets the rules of a variant. Returns the low-stock events, or that the stock has changed. */
  async setRules({ row, after, event, lowStock, stored, nowMs }: NewRules) {
    const { variantId, version, threshold, buyerMax, backorderMax, preorderUntil, preorderMax } =
      after;
    const batch = await commitGuarded<"changed_meanwhile">(db, [
      db.write
        .update(stock)
        .set({
          ...{ version, threshold, buyerMax, backorderMax, preorderUntil, preorderMax },
          updatedAt: nowMs,
        })
        .where(and(eq(stock.variantId, variantId), eq(stock.version, row.version))),
      guard("changed_meanwhile", db.write.run(expectChanges())),
      lowerAlert(db.write, [variantId], nowMs),
      outbox.announce([event]),
      ...(stored ? [idempotency.insertFinished(stored.request, stored.answer)] : []),
      ...announceLowStock(db.write, { event: lowStock, variantIds: [variantId] }, nowMs),
    ]);
    return batch.ok ? ok(announcedBy(batch.value.at(-2))) : batch;
  },

  /** Returns the units of orders that are still at a location, of these variants. */
  onHand: (locationId: string, variants: readonly { variantId: string }[]): Promise<OnHand[]> =>
    db.read
      .select({ variantId: stock.variantId, ofOrders: unshippedAt(locationId) })
      .from(stock)
      .where(
        inArray(
          stock.variantId,
          variants.map(({ variantId }) => variantId),
        ),
      ),

  /** Returns transfers of the stock ledger, newest first; up to `limit + 1`. */
  transfers: (limit: number, filter: TransferFilter, after?: AgeKeys) =>
    db.read.all<TransferRow>(transferQuery({ limit, filter, after })),

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
  async list(limit: number, filter: StockFilter, afterId?: string): Promise<StockRow[]> {
    const { sku, variantId, productId, locationId, isLow } = filter;
    const rows = await db.read
      .select(RECORD)
      .from(stock)
      .where(
        and(
          afterId ? gt(stock.variantId, afterId) : undefined,
          sku ? eq(stock.sku, sku) : undefined,
          variantId ? eq(stock.variantId, variantId) : undefined,
          productId ? eq(stock.productId, productId) : undefined,
          locationId ? inArray(stock.variantId, variantsAt(db.read, locationId)) : undefined,
          isLow ? sql`${stock.alert} > 0` : undefined,
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
