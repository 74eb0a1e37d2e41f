import { sql } from "drizzle-orm";
import type { Connection, Statement } from "#db/client";
import { allocations, reservations, stock } from "#db/orders/stock.schema";
import { announceLowStock } from "./alerts.statements";
import { adoptOrder, requireBooked, unbooked } from "./allocations.statements";
import { type Booking, bookedBy, bookTotals, bookTransfers } from "./ledger.statements";
import {
  firstLocation,
  givenUnits,
  owedMax,
  type Sourcing,
  supplyUntracked,
  wantedOf,
} from "./sourcing.statements";
import type { UnitTake } from "./unit-take.rules";

/** Selects what the locations do not have, at the first location, as far as the variant may owe it. */
const owedUnits = (sourcing: Sourcing, taken: string) =>
  sql`(select variant_id, location_id, missing as quantity from (
    select u.variant_id, ${firstLocation(sourcing)} as location_id, m.quantity as missing,
      ${owedMax(sourcing.nowMs)} as owed_max
    from ${unbooked(wantedOf(sourcing), taken)} m
    join ${wantedOf(sourcing)} u on u.variant_id = m.variant_id
    join ${stock} s on s.variant_id = u.variant_id)
    where missing > 0 and missing <= owed_max)`;

/** Adds the units that were booked under a key to the allocations of an order. */
const allocateBooked = (
  db: Connection,
  { orderId, nowMs }: Sourcing,
  key: string,
  isWaiting: boolean,
) =>
  db.run(sql`
    insert into ${allocations} (order_id, variant_id, location_id, quantity, waiting, created_at)
    select ${orderId}, variant_id, location_id, quantity, ${isWaiting ? sql`quantity` : sql`0`}, ${nowMs}
    from ${bookedBy(key)} where true
    on conflict (order_id, variant_id, location_id) do update set
      quantity = quantity + excluded.quantity, waiting = waiting + excluded.waiting`);

/** Adds units to the finished reservation of an order. */
const addReserved = (db: Connection, sourcing: Sourcing) =>
  db.run(sql`
    insert into ${reservations} (order_id, variant_id, quantity, state, created_at)
    select ${sourcing.orderId}, variant_id, quantity, 'committed', ${sourcing.nowMs}
    from ${wantedOf(sourcing)} where true
    on conflict (order_id, variant_id) do update set quantity = quantity + excluded.quantity`);

/**
 * Sells units of stock to an order that is sold already: those that locations have, and those that their variants may
 * owe. Fails the batch if the order does not get all units.
 */
export const takeUnits = (
  db: Connection,
  orderId: string,
  { key, units, lowStock }: UnitTake,
  nowMs: number,
): Statement[] => {
  if (units.length === 0) return [];
  const sourcing: Sourcing = { orderId, units, rank: [], nowMs };
  const keyOf = (verb: string) => `${orderId}:${verb}.${key}`;
  const [supplied, taken, promised] = [keyOf("backorder"), keyOf("take"), keyOf("promise")];
  const book = (name: string, from: Booking["from"], selected: Booking["units"]) => {
    const reason = name.slice(orderId.length + 1);
    const booking = { key: name, reason, reference: orderId, from, units: selected };
    return bookTransfers(db, { ...booking, to: "sold" }, nowMs);
  };
  return [
    adoptOrder(db, orderId),
    ...supplyUntracked(db, sourcing, supplied),
    book(taken, "available", givenUnits(sourcing)),
    book(promised, "backorder", owedUnits(sourcing, taken)),
    requireBooked(db, wantedOf(sourcing), [taken, promised]),
    addReserved(db, sourcing),
    allocateBooked(db, sourcing, taken, false),
    allocateBooked(db, sourcing, promised, true),
    bookTotals(db, [supplied, taken, promised], nowMs),
    ...announceLowStock(
      db,
      { event: lowStock, variantIds: units.map(({ variantId }) => variantId) },
      nowMs,
    ),
  ];
};
