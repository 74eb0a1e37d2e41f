import { and, eq, sql } from "drizzle-orm";
import type { Connection, Statement } from "#db/client";
import { orderEntries, orders } from "#db/orders/schema";
import type { Outbox } from "#kernel/events/outbox";
import { guard } from "#kernel/mutations/guards";
import type { Idempotency } from "#kernel/mutations/idempotency";
import { expectChanges } from "#kernel/sql";
import type { OrderRow } from "#orders/order/order.rules";
import { finishReservation } from "#orders/stock/reservations.statements";
import { changesOf, type Move, rowAfter, timelineRows } from "./move.rules";

/** Updates the row of an order unless the order has moved since `row` was read. */
const updateRow = (db: Connection, row: OrderRow, move: Move, nowMs: number) =>
  db
    .update(orders)
    .set({
      ...changesOf(row, move, nowMs),
      ...(move.reserveMs
        ? { reservedUntil: sql`${orders.reservedUntil} + ${move.reserveMs}` }
        : {}),
      sequence: rowAfter(row, move, nowMs).sequence,
      updatedAt: nowMs,
    })
    .where(and(eq(orders.id, row.id), eq(orders.sequence, row.sequence)));

/** Adds the entries of a move to the timeline of an order. */
export const addToTimeline = (db: Connection, row: OrderRow, move: Move, nowMs: number) =>
  db.insert(orderEntries).values(timelineRows(row, move, nowMs));

/** Announces the events of a move, and marks earlier events done that need no delivery after the move. */
const eventsOf = ({ events, marksDone }: Move, outbox: Outbox): Statement[] => [
  ...(events.length > 0 ? [outbox.announce(events)] : []),
  ...(marksDone ? [outbox.markDone(marksDone)] : []),
];

interface Dependencies {
  db: Connection;
  outbox: Outbox;
  idempotency: Idempotency;
}

/**
 * Returns the database batch of a move. Its guard `moved_meanwhile` fails the batch if another process has
 * moved the order since `row` was read.
 */
export const moveBatch = (
  { db, outbox, idempotency }: Dependencies,
  { row, move, nowMs }: { row: OrderRow; move: Move; nowMs: number },
) => [
  updateRow(db, row, move, nowMs),
  guard("moved_meanwhile", db.run(expectChanges())),
  addToTimeline(db, row, move, nowMs),
  ...(move.stock ? finishReservation(db, row, move.stock, nowMs) : []),
  ...eventsOf(move, outbox),
  ...(move.answer
    ? [idempotency.finish({ scope: row.requestScope, key: row.requestKey }, move.answer)]
    : []),
];
