import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { erasedCustomers, orderEntries, orders } from "#db/orders/schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { ok, type Result } from "#kernel/result";
import { databaseNowMs } from "#kernel/sql";
import { type Move, timelineRows } from "#orders/moves/move.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { announceLowStock, reserveUnits } from "#orders/stock/reservations.statements";
import type { Tally } from "./limits.rules";
import type { LimitsStore } from "./limits.store";

/** The guards of `place`. */
export type PlaceRefusal =
  | "key_used"
  | "cart_has_order"
  | "number_taken"
  | "customer_erased"
  | "limit_reached"
  | "out_of_stock";

/** Which refusal each unique constraint of the table of orders stands for, by its first column. */
const ORDER_CONSTRAINTS = {
  "orders.request_scope": "key_used",
  "orders.cart_id": "cart_has_order",
  "orders.number": "number_taken",
} as const;

interface NewOrder {
  row: OrderRow;
  request: KeyedRequest;
  move: Move;
  lowStock: Envelope;
  nowMs: number;
}

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
  counting: Pick<LimitsStore, "guards">;
}

/** Writes new orders. */
export const placingStore = ({ db, outbox, idempotency, counting }: Dependencies) => {
  /** Fails the batch if the customer was erased, by inserting the existing primary key again. */
  const expectCustomer = (customerId: string) =>
    db.write.run(sql`
      insert into ${erasedCustomers} select * from ${erasedCustomers}
      where customer_id = ${customerId}`);

  return {
    /**
     * Places the order: commits its key, row, reservations, timeline and events in one batch, or returns the
     * name of the guard that refused it. Returns the low-stock event if the order caused it, and what the
     * order's owners had before it.
     */
    async place({
      row,
      request,
      move,
      lowStock,
      nowMs,
    }: NewOrder): Promise<Result<{ low: Envelope[]; tallies: Tally[] }, PlaceRefusal>> {
      const guards = counting.guards(row);
      const reservedUntil = sql`${databaseNowMs} + ${move.holdMs ?? 0}`;
      const batch = await commitGuarded<PlaceRefusal>(db, [
        guard("key_used", idempotency.begin(request, row.id)),
        ...guards.map((tally) => guard("limit_reached", tally)),
        ...(row.customerId === null
          ? []
          : [guard("customer_erased", expectCustomer(row.customerId))]),
        guard(ORDER_CONSTRAINTS, db.write.insert(orders).values({ ...row, reservedUntil })),
        ...reserveUnits(db.write, row, nowMs).map((units) => guard("out_of_stock", units)),
        db.write.insert(orderEntries).values(timelineRows({ ...row, sequence: 0 }, move, nowMs)),
        outbox.announce(move.events),
        announceLowStock(db.write, row, lowStock),
      ]);
      if (!batch.ok) return batch;
      const results = batch.value;
      const low = results.at(-1) as { rows?: unknown[] } | undefined;
      return ok({
        low: (low?.rows?.length ?? 0) > 0 ? [lowStock] : [],
        tallies: (results as Tally[][]).slice(1, 1 + guards.length).flat(),
      });
    },

    /** Stores the answer of a request that was refused before anything was written. */
    async refuse(request: KeyedRequest, answer: Answer) {
      await idempotency.finished(request, answer);
    },
  };
};
export type PlacingStore = ReturnType<typeof placingStore>;
