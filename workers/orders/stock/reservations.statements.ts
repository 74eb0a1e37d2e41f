import { eq, type SQL, sql } from "drizzle-orm";
import type { Connection, Statement } from "#db/client";
import { allocations, reservations } from "#db/orders/stock.schema";
import { raiseUnless } from "#kernel/sql";
import { demandOf } from "#orders/order/demand.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { adoptOrder } from "./allocations.statements";
import { giveToWaiting } from "./arrivals.statements";
import { type Booking, bookedBy, bookTotals, bookTransfers } from "./ledger.statements";
import { type ReservationMove, wantedUnits } from "./reservation.rules";
import { allocateUnits, supplyUntracked } from "./sourcing.statements";

const READY = sql`quantity - waiting`;
const WAITING = sql`waiting`;

/** Selects units of the allocations of an order. */
const allocated = (orderId: string, units: SQL) =>
  sql`(select variant_id, location_id, ${units} as quantity from ${allocations}
    where order_id = ${orderId} and ${units} > 0)`;

const transfer = (
  orderId: string,
  reason: string,
  rest: Pick<Booking, "from" | "to" | "units">,
): Booking => ({ key: `${orderId}:${reason}`, reason, reference: orderId, ...rest });

const heldRows = (row: OrderRow, nowMs: number) =>
  Array.from(demandOf(row.snapshot.lines), ([variantId, quantity]) => ({
    orderId: row.id,
    variantId,
    quantity,
    state: "held" as const,
    createdAt: nowMs,
  }));

/**
 * Reserves the units of an order at the locations of a ranking. Fails the batch if fewer units are available, or if a
 * variant has no stock record.
 */
export const reserveUnits = (
  db: Connection,
  row: OrderRow,
  rank: readonly string[],
  nowMs: number,
): Statement[] => {
  const orderId = row.id;
  const sourcing = { orderId, units: wantedUnits(row), rank, nowMs };
  const book = (reason: string, from: Booking["from"], units: SQL) =>
    bookTransfers(
      db,
      transfer(orderId, reason, { from, to: "reserved", units: allocated(orderId, units) }),
      nowMs,
    );
  const keys = ["backorder", "reserve", "promise"].map((reason) => `${orderId}:${reason}`);
  return [
    db.insert(reservations).values(heldRows(row, nowMs)),
    ...supplyUntracked(db, sourcing),
    ...allocateUnits(db, sourcing),
    book("reserve", "available", READY),
    book("promise", "backorder", WAITING),
    bookTotals(db, keys, nowMs),
  ];
};

/** Fails the batch unless all units of the order were booked. */
const requireFinished = (db: Connection, row: OrderRow, keys: readonly string[]) => {
  const wanted = wantedUnits(row).reduce((sum, { quantity }) => sum + quantity, 0);
  const booked = sql`(select coalesce(sum(quantity), 0) from ${bookedBy(...keys)})`;
  return db.run(raiseUnless(sql`${booked} = ${wanted}`));
};

/** Selects the units of untracked variants that were added to the stock for an order. */
const suppliedFor = (orderId: string) =>
  sql`(select variant_id, location_id, quantity from ${bookedBy(`${orderId}:backorder`)}
    where from_account = 'world')`;

const variantsOf = (orderId: string) =>
  sql`(select variant_id from ${reservations} where order_id = ${orderId})`;

/** Sells the units of a reservation, also those that the order waits for. */
const sell = (db: Connection, row: OrderRow, nowMs: number): Statement[] => {
  const units = allocated(row.id, sql`quantity`);
  const sold = transfer(row.id, "commit", { from: "reserved", to: "sold", units });
  return [
    bookTransfers(db, sold, nowMs),
    requireFinished(db, row, [sold.key]),
    bookTotals(db, [sold.key], nowMs),
  ];
};

/** Releases the units of a reservation, and gives them to orders that wait. */
const release = (db: Connection, row: OrderRow, nowMs: number): Statement[] => {
  const orderId = row.id;
  const from = "reserved";
  const ready = allocated(orderId, READY);
  const waiting = allocated(orderId, WAITING);
  const released = transfer(orderId, "release", { from, to: "available", units: ready });
  const forgiven = transfer(orderId, "unpromise", { from, to: "backorder", units: waiting });
  const undone = transfer(orderId, "unbackorder", {
    from: "available",
    to: "world",
    units: suppliedFor(orderId),
  });
  const arrived = `${orderId}:arrive.release`;
  return [
    bookTransfers(db, released, nowMs),
    bookTransfers(db, forgiven, nowMs),
    requireFinished(db, row, [released.key, forgiven.key]),
    bookTransfers(db, undone, nowMs),
    db.delete(allocations).where(eq(allocations.orderId, orderId)),
    ...giveToWaiting(db, { key: arrived, variantIds: variantsOf(orderId) }, nowMs),
    bookTotals(db, [released.key, forgiven.key, undone.key, arrived], nowMs),
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
  const finish = (state: "committed" | "released") =>
    db.update(reservations).set({ state }).where(eq(reservations.orderId, orderId));
  if (move === "close") return [adoptOrder(db, orderId), finish("released")];
  return [
    adoptOrder(db, orderId),
    ...(move === "sell" ? sell : release)(db, row, nowMs),
    finish(move === "sell" ? "committed" : "released"),
  ];
};
