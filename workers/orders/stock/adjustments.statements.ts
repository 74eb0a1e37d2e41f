import { and, eq, sql } from "drizzle-orm";
import type { StockLevel } from "#contract/orders";
import type { Connection } from "#db/client";
import { stock, stockTransfers } from "#db/orders/stock.schema";

/** A correction of a variant's stock by staff. */
export interface Adjustment {
  id: string;
  variantId: string;
  delta: number;
  reason: string;
  staffId: string;
}

/**
 * Adjusts the stock of a variant unless it has changed since `current` was read. A constraint fails the
 * batch if the stock would go below zero.
 */
export const adjustQuantity = (
  db: Connection,
  { variantId, delta }: Adjustment,
  current: StockLevel,
  nowMs: number,
) =>
  db
    .update(stock)
    .set({
      available: sql`${stock.available} + ${delta}`,
      version: current.version + 1,
      updatedAt: nowMs,
    })
    .where(and(eq(stock.variantId, variantId), eq(stock.version, current.version)));

/** Adds an adjustment to the stock ledger. */
export const bookAdjustment = (db: Connection, adjustment: Adjustment, nowMs: number) => {
  const { id, variantId, delta, reason, staffId } = adjustment;
  return db.insert(stockTransfers).values({
    id,
    variantId,
    quantity: Math.abs(delta),
    fromAccount: delta > 0 ? "world" : "available",
    toAccount: delta > 0 ? "available" : "world",
    reason,
    reference: staffId,
    createdAt: nowMs,
  });
};
