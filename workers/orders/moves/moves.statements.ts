import { and, eq, sql } from "drizzle-orm";
import type { Connection, Statement } from "#db/client";
import { orderEntries, orderParts, orderReturns, orders } from "#db/orders/schema";
import type { Outbox } from "#kernel/events/outbox";
import { guard } from "#kernel/mutations/guards";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { expectChanges } from "#kernel/sql";
import { insertNotes, writeTags } from "#orders/notes/notes.statements";
import type { OrderRow } from "#orders/order/order.rules";
import { issueDocuments } from "#orders/receipts/numbers.statements";
import { insertTerms } from "#orders/search/terms.statements";
import { finishReservation } from "#orders/stock/reservations.statements";
import { shipUnits } from "#orders/stock/shipped-units.statements";
import { requireLocation } from "#orders/stock/stock-changes.statements";
import { returnUnits } from "#orders/stock/unit-returns.statements";
import { takeUnits } from "#orders/stock/unit-takes.statements";
import { claimBy } from "./claims.statements";
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

/** Stores the returns of an order whose status a move changes. */
const storeReturns = (db: Connection, row: OrderRow, next: OrderRow, nowMs: number) => {
  const before = new Map(row.afterSale?.returns.map(({ id, status }) => [id, status]));
  const changed = (next.afterSale?.returns ?? []).filter(
    ({ id, status }) => before.get(id) !== status,
  );
  if (changed.length === 0) return [];
  const rows = changed.map(({ id, status }) => ({
    id,
    orderId: row.id,
    status,
    requestedAt: nowMs,
  }));
  const status = sql`excluded.${sql.identifier(orderReturns.status.name)}`;
  return [
    db
      .insert(orderReturns)
      .values(rows)
      .onConflictDoUpdate({ target: orderReturns.id, set: { status } }),
  ];
};

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

interface Input {
  row: OrderRow;
  move: Move;
  /** The answer to store under the idempotency key of the request that asked for the move. */
  stored?: { request: KeyedRequest; answer: Answer } | undefined;
  nowMs: number;
}

/**
 * Returns the database batch of a move. Its guard `moved_meanwhile` fails the batch if another process has
 * moved the order since `row` was read, `out_of_stock` if units to ship are not at their location, and
 * `location_unknown` if units come back to a location that does not exist.
 */
export const moveBatch = (
  { db, outbox, idempotency }: Dependencies,
  { row, move, stored, nowMs }: Input,
) => [
  updateRow(db, row, move, nowMs),
  guard("moved_meanwhile", db.run(expectChanges())),
  addToTimeline(db, row, move, nowMs),
  ...(move.stock ? finishReservation(db, row, move.stock, nowMs) : []),
  ...(move.parts
    ? [db.insert(orderParts).values(move.parts.map((id) => ({ id, orderId: row.id })))]
    : []),
  ...storeReturns(db, row, rowAfter(row, move, nowMs), nowMs),
  ...(move.notes ? [insertNotes(db, row.id, move.notes, nowMs)] : []),
  ...(move.tags ? writeTags(db, row.id, move.tags) : []),
  ...(move.claimedBy ? claimBy(db, row.id, move.claimedBy) : []),
  ...(move.terms ? [insertTerms(db, row.id, move.terms)] : []),
  ...[
    ...(move.shipped ?? []).flatMap((units) => shipUnits(db, row.id, units, nowMs)),
    ...(move.taken ? takeUnits(db, row.id, move.taken, nowMs) : []),
  ].map((step) => guard("out_of_stock", step)),
  ...(move.returned ?? []).flatMap((units) => [
    ...(units.locationId === undefined ? [] : [requireLocation(db, units.locationId)]),
    ...returnUnits(db, row.id, units, nowMs),
  ]),
  ...issueDocuments(db, row, move.entries, nowMs),
  ...eventsOf(move, outbox),
  ...(move.answer
    ? [idempotency.finish({ scope: row.requestScope, key: row.requestKey }, move.answer)]
    : []),
  ...(stored ? [idempotency.insertFinished(stored.request, stored.answer, row.id)] : []),
];
