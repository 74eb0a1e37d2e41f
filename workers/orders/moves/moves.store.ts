import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { orderEntries, orders } from "#db/orders/schema";
import { AppError } from "#kernel/errors";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import type { Idempotency } from "#kernel/mutations/idempotency";
import { expectChanges } from "#kernel/sql";
import type { OrderRow } from "#orders/order/order.rules";
import { mayMove } from "#orders/order/status.rules";
import { finishReservation } from "#orders/stock/reservations.statements";
import { type Move, moved, timelineRows } from "./move.rules";

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
}

/** Moves orders. Each move is one batch, which compares the order's sequence. */
export const movesStore = ({ db, outbox, idempotency }: Dependencies) => {
  const moveStatements = (row: OrderRow, move: Move, next: OrderRow, nowMs: number) => [
    db.write
      .update(orders)
      .set({
        ...move.set,
        ...(move.holdMs ? { reservedUntil: sql`${orders.reservedUntil} + ${move.holdMs}` } : {}),
        sequence: next.sequence,
        updatedAt: nowMs,
      })
      .where(and(eq(orders.id, row.id), eq(orders.sequence, row.sequence))),
    guard("moved_meanwhile", db.write.run(expectChanges())),
    db.write.insert(orderEntries).values(timelineRows(row, move, nowMs)),
    ...(move.stock ? finishReservation(db.write, row, move.stock, nowMs) : []),
    ...(move.events.length > 0 ? [outbox.announce(move.events)] : []),
    ...(move.marksDone ? [outbox.markDone(move.marksDone)] : []),
    ...(move.answer
      ? [idempotency.finish({ scope: row.requestScope, key: row.requestKey }, move.answer)]
      : []),
  ];

  return {
    /**
     * Moves an order, unless another process has moved it since `row` was read.
     * @returns the row as it is now, or undefined when another process was faster
     */
    async move(row: OrderRow, move: Move, nowMs: number): Promise<OrderRow | undefined> {
      const next = moved(row, move, nowMs);
      if (next.status !== row.status && !mayMove(row.status, next.status)) {
        throw new AppError(
          "conflict",
          `An order that is ${row.status} cannot become ${next.status}.`,
        );
      }
      const batch = await commitGuarded(db, moveStatements(row, move, next, nowMs));
      return batch.ok ? next : undefined;
    },
  };
};
export type MovesStore = ReturnType<typeof movesStore>;
