import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Connection, Statement } from "#db/client";
import { outbox } from "#db/orders/schema";
import { reservations, stock, stockTransfers } from "#db/orders/stock.schema";
import type { Envelope } from "#kernel/events/events";
import { firstDueAt } from "#kernel/events/outbox";
import { expectChanges } from "#kernel/sql";
import { demandOf } from "#orders/order/demand.rules";
import type { OrderRow } from "#orders/order/order.rules";
import {
  FINISHING_TRANSFERS,
  type ReservationMove,
  type ReservationState,
} from "./reservation.rules";
import { transferUnits } from "./transfers.statements";

/** An order that takes a variant across this number of units, or to zero, announces `inventory.low`. */
const LOW_STOCK_MARK = 5;

const backorderableIn = (row: OrderRow) =>
  [...demandOf(row.snapshot.lines).keys()].filter((id) => row.snapshot.policies[id] === "continue");

const reservedBy = (orderId: string, state: ReservationState) =>
  sql`(select variant_id, quantity from ${reservations} where order_id = ${orderId} and state = ${state})`;

/**
 * Selects the units that an order reserves beyond the available ones, of variants that may be backordered.
 */
const missingFor = (orderId: string, variantIds: readonly string[]) =>
  sql`(select ${stock.variantId}, r.quantity - ${stock.available} as quantity from ${stock}
    join ${reservedBy(orderId, "held")} r on r.variant_id = ${stock.variantId}
    where ${and(inArray(stock.variantId, [...variantIds]), sql`r.quantity > ${stock.available}`)})`;

/** Selects the units that were backordered for an order. */
const backorderedFor = (orderId: string) =>
  sql`(select ${stockTransfers.variantId}, ${stockTransfers.quantity} from ${reservations}
    join ${stockTransfers} on ${stockTransfers.id} = ${`${orderId}:backorder:`} || ${reservations.variantId}
    where ${reservations.orderId} = ${orderId})`;

const heldRows = (row: OrderRow, nowMs: number) =>
  Array.from(demandOf(row.snapshot.lines), ([variantId, quantity]) => ({
    orderId: row.id,
    variantId,
    quantity,
    state: "held" as const,
    createdAt: nowMs,
  }));

/** Reserves the units of an order. A constraint fails the batch if fewer units are available. */
export const reserveUnits = (db: Connection, row: OrderRow, nowMs: number): Statement[] => {
  const orderId = row.id;
  const rows = heldRows(row, nowMs);
  const backorderable = backorderableIn(row);
  const missing = { verb: "backorder", from: "world", to: "available" } as const;
  const wanted = { verb: "reserve", from: "available", to: "reserved" } as const;
  const units = reservedBy(orderId, "held");
  return [
    db.insert(reservations).values(rows),
    ...(backorderable.length > 0
      ? transferUnits(db, { ...missing, orderId, units: missingFor(orderId, backorderable) }, nowMs)
      : []),
    ...transferUnits(db, { ...wanted, orderId, units }, nowMs),
    // The last statement of `transferUnits` updates the stock. It must have found a row of every variant.
    db.run(expectChanges(rows.length)),
  ];
};

/**
 * Finishes the reservation of an order: sells or releases its units, and reverses backorders with a release. In the
 * batch these statements follow the guard of the order's move, so they run once.
 */
export const finishReservation = (
  db: Connection,
  row: OrderRow,
  move: ReservationMove,
  nowMs: number,
): Statement[] => {
  const orderId = row.id;
  const finish = (state: ReservationState) =>
    db.update(reservations).set({ state }).where(eq(reservations.orderId, orderId));
  if (move === "close") return [finish("released")];
  const { verb, before, from, to, after } = FINISHING_TRANSFERS[move];
  const undone = { verb: "unbackorder", from: "available", to: "world" } as const;
  const units = reservedBy(orderId, before);
  return [
    ...transferUnits(db, { orderId, verb, from, to, units }, nowMs),
    db.run(expectChanges(demandOf(row.snapshot.lines).size)),
    ...(to === "available" && backorderableIn(row).length > 0
      ? transferUnits(db, { ...undone, orderId, units: backorderedFor(orderId) }, nowMs)
      : []),
    finish(after),
  ];
};

/** SQL condition: the order of these units took the variant to zero, or across the low-stock mark. */
const becameLow = (variantId: string, units: number): SQL =>
  sql`(${stock.variantId} = ${variantId} and (${stock.available} = 0
    or (${stock.available} <= ${LOW_STOCK_MARK} and ${stock.available} + ${units} > ${LOW_STOCK_MARK})))`;

/** Announces low stock if this order has taken a variant across the low-stock mark, or to zero. */
export const announceLowStock = (db: Connection, row: OrderRow, event: Envelope) => {
  const demand = Array.from(demandOf(row.snapshot.lines), ([id, units]) => becameLow(id, units));
  return db.run(sql`
    insert into ${outbox} (id, type, subject, envelope, generation, created_at, due_at)
    select ${event.id}, ${event.type}, ${event.subject}, ${JSON.stringify(event)}, 0,
      ${Date.parse(event.time)}, ${firstDueAt}
    where exists (select 1 from ${stock} where ${sql.join(demand, sql` or `)})
    returning id`);
};
