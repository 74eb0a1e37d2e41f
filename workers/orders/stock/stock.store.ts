import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { OpeningStock, ShippingRate, StockLevel } from "#contract/orders";
import { type Database, statements } from "#db/client";
import { reservations, stock, stockTransfers } from "#db/orders/schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { expectChanges } from "#kernel/sql";
import { openStock } from "./opening.store";

const LEVEL = {
  variantId: stock.variantId,
  available: stock.available,
  reserved: stock.reserved,
  sold: stock.sold,
  version: stock.version,
};

export interface Adjustment {
  id: string;
  variantId: string;
  delta: number;
  reason: string;
  staffId: string;
}

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
}

/** Balances of stock, and the tables a cart is priced with. */
export const stockStore = ({ db, outbox, idempotency }: Dependencies) => {
  const levels = (variantIds: readonly string[]) =>
    db.read
      .select(LEVEL)
      .from(stock)
      .where(inArray(stock.variantId, [...variantIds]));

  const transferOf = ({ id, variantId, delta, reason, staffId }: Adjustment, nowMs: number) => ({
    id,
    variantId,
    quantity: Math.abs(delta),
    fromAccount: delta > 0 ? ("world" as const) : ("available" as const),
    toAccount: delta > 0 ? ("available" as const) : ("world" as const),
    reason,
    reference: staffId,
    createdAt: nowMs,
  });

  return {
    levels: async (variantIds: readonly string[]): Promise<StockLevel[]> => levels(variantIds),

    /**
     * Stock, rates and tax, as JSON in one row: every cart asks for them, and one statement costs half
     * of three in a transaction. Rates for the country itself beat those for everywhere.
     */
    async terms(variantIds: readonly string[], country: string, currency: string) {
      const [row] = await db.read.all<{ stock: string; rates: string; taxRatePpm: number }>(sql`
        select
          (select json_group_array(json_object('variantId', variant_id, 'available', available,
              'reserved', reserved, 'sold', sold, 'version', version))
            from stock where variant_id in (select value from json_each(${JSON.stringify(variantIds)}))
          ) as stock,
          (select json_group_array(json_object('id', id, 'title', title, 'country', country,
              'amountMinor', amount_minor, 'minSubtotalMinor', min_subtotal_minor,
              'maxSubtotalMinor', max_subtotal_minor))
            from (select * from shipping_rates
              where country in (${country}, '*') and currency = ${currency} order by position)
          ) as rates,
          coalesce((select rate_ppm from tax_rates where country = ${country}), 0) as taxRatePpm`);
      const all: (ShippingRate & { country: string })[] = JSON.parse(row?.rates ?? "[]");
      const own = all.filter((rate) => rate.country === country);
      return {
        stock: JSON.parse(row?.stock ?? "[]") as StockLevel[],
        shippingRates: own.length > 0 ? own : all,
        taxRatePpm: row?.taxRatePpm ?? 0,
      };
    },

    open: (entries: readonly OpeningStock[], nowMs: number) => openStock(db, entries, nowMs),

    /** Corrects a quantity and books why; the schema refuses to go below zero. */
    async adjust(
      adjustment: Adjustment,
      event: Envelope,
      nowMs: number,
      keyed: { request: KeyedRequest; answerOf: (level: StockLevel) => Answer } | undefined,
      current: StockLevel,
    ): Promise<StockLevel> {
      const { variantId, delta } = adjustment;
      const next = {
        ...current,
        available: current.available + delta,
        version: current.version + 1,
      };
      await db.write.batch(
        statements([
          db.write
            .update(stock)
            .set({
              available: sql`${stock.available} + ${delta}`,
              version: next.version,
              updatedAt: nowMs,
            })
            .where(and(eq(stock.variantId, variantId), eq(stock.version, current.version))),
          db.write.run(expectChanges()),
          db.write.insert(stockTransfers).values(transferOf(adjustment, nowMs)),
          outbox.announce([event]),
          ...(keyed ? [idempotency.finished(keyed.request, keyed.answerOf(next))] : []),
        ]),
      );
      return next;
    },

    /** Stock rows by variant id; up to `limit + 1`. */
    list(
      limit: number,
      filter: {
        sku?: string | undefined;
        variantId?: string | undefined;
        productId?: string | undefined;
      },
      afterId?: string,
    ) {
      return db.read
        .select()
        .from(stock)
        .where(
          and(
            afterId ? gt(stock.variantId, afterId) : undefined,
            filter.sku ? eq(stock.sku, filter.sku) : undefined,
            filter.variantId ? eq(stock.variantId, filter.variantId) : undefined,
            filter.productId ? eq(stock.productId, filter.productId) : undefined,
          ),
        )
        .orderBy(asc(stock.variantId))
        .limit(limit + 1);
    },

    /** Reservations that hold units now, by order; up to `limit + 1`. */
    held(limit: number, after?: { orderId: string; variantId: string }) {
      return db.read
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
        .limit(limit + 1);
    },
  };
};
export type StockStore = ReturnType<typeof stockStore>;
