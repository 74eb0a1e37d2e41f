import { type SQL, sql } from "drizzle-orm";
import type { Connection, Statement } from "#db/client";
import { locations } from "#db/orders/stock.schema";
import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";
import {
  adoptOrder,
  PLACES,
  requireBooked,
  spreadUnits,
  takeAllocated,
  unbooked,
} from "./allocations.statements";
import { giveToWaiting } from "./arrivals.statements";
import {
  type Booking,
  bookedBeginning,
  bookedBy,
  bookTotals,
  bookTransfers,
} from "./ledger.statements";
import type { UnitReturn } from "./unit-return.rules";

const rowsOf = (units: UnitReturn["units"]): SQL =>
  sql`(select value ->> 'variantId' as variant_id, value ->> 'quantity' as quantity
    from json_each(${JSON.stringify(units)}))`;

/** Selects the units of untracked variants that were added to the stock for an order, at once and by its edits. */
const suppliedFor = (orderId: string) =>
  sql`(select variant_id, location_id, sum(quantity) as quantity from ${bookedBeginning(`${orderId}:backorder`)}
    where from_account = 'world' group by variant_id, location_id)`;

/**
 * Selects, of the units that were booked under a key, those of untracked variants that were added to the stock for the
 * order and have not left it again. Each sum reads a range of the ledger's primary key.
 */
const stillSupplied = (orderId: string, key: string) => {
  const undone = sql`(select coalesce(sum(t.quantity), 0) from ${bookedBeginning(`${orderId}:unbackorder`)} t
    where t.variant_id = b.variant_id)`;
  return sql`(select variant_id, location_id, min(returned, supplied) as quantity from (
    select b.variant_id, b.location_id, r.quantity as returned, b.quantity - ${undone} as supplied
    from ${suppliedFor(orderId)} b
    join ${bookedBy(key)} r on r.variant_id = b.variant_id and r.location_id = b.location_id) where supplied > 0)`;
};

/** The transfers of one return of units: those that never arrived, and those that come back or are written off. */
interface Returning {
  orderId: string;
  unitReturn: UnitReturn;
  wanted: SQL;
  forgiven: string;
  returned: string;
}

const booking = ({ orderId }: Returning, key: string, rest: Pick<Booking, "to" | "units">) => ({
  key,
  // The ledger names the verb with the key of the return, such as `return.ref_…`.
  reason: key.slice(orderId.length + 1),
  reference: orderId,
  from: "sold" as const,
  ...rest,
});

/** Takes back units that never left the shop: first those that the order waits for. */
const takeUnshipped = (db: Connection, of: Returning, nowMs: number): Statement[] => {
  const { orderId, unitReturn, wanted, forgiven, returned } = of;
  const waiting = spreadUnits({ orderId, units: wanted, place: PLACES.waiting });
  const rest = unbooked(wanted, forgiven);
  const ready = spreadUnits({ orderId, units: rest, place: PLACES.ready });
  return [
    bookTransfers(db, booking(of, forgiven, { to: "backorder", units: waiting }), nowMs),
    takeAllocated(db, orderId, forgiven, ["quantity", "waiting"]),
    bookTransfers(db, booking(of, returned, { to: unitReturn.to, units: ready }), nowMs),
    takeAllocated(db, orderId, returned, ["quantity"]),
  ];
};

/** SQL: the location that units came from, or the default one if that location is deleted or inactive. */
const ACTIVE_LOCATION = sql`coalesce((select p.id from ${locations} p
  where p.id = location_id and p.is_active = 1 and p.deleted_at is null), ${DEFAULT_LOCATION_ID})`;

/** Takes back units that were shipped. */
const takeShipped = (db: Connection, of: Returning, nowMs: number): Statement[] => {
  const { orderId, unitReturn, wanted, returned } = of;
  const { to, locationId } = unitReturn;
  const units = spreadUnits({ orderId, units: wanted, place: PLACES.shipped });
  const toLocationId = to === "available" ? (locationId ?? ACTIVE_LOCATION) : undefined;
  return [
    bookTransfers(db, { ...booking(of, returned, { to, units }), toLocationId }, nowMs),
    takeAllocated(db, orderId, returned, ["quantity", "shipped"]),
  ];
};

/**
 * Moves sold units of an order back to the locations that they were taken from, to the one that staff name, or writes
 * them off. Units that return to stock go to orders that wait for them. Fails the batch unless the order has all the units.
 */
export const returnUnits = (
  db: Connection,
  orderId: string,
  unitReturn: UnitReturn,
  nowMs: number,
): Statement[] => {
  const { key, to, isUnshipped, units } = unitReturn;
  if (units.length === 0) return [];
  const wanted = rowsOf(units);
  const forgiven = `${orderId}:unpromise.${key}`;
  const returned = `${orderId}:${to === "available" ? "return" : "write_off"}.${key}`;
  const undone = `${orderId}:unbackorder.${key}`;
  const arrived = `${orderId}:arrive.${key}.${isUnshipped ? "cancelled" : "returned"}`;
  const of = { orderId, unitReturn, wanted, forgiven, returned };
  const supplied = {
    ...booking(of, undone, { to: "world", units: stillSupplied(orderId, returned) }),
  };
  const variantIds = sql`(select variant_id from ${wanted})`;
  return [
    adoptOrder(db, orderId),
    ...(isUnshipped ? takeUnshipped : takeShipped)(db, of, nowMs),
    requireBooked(db, wanted, [forgiven, returned]),
    ...(to === "available"
      ? [
          ...(isUnshipped ? [bookTransfers(db, { ...supplied, from: "available" }, nowMs)] : []),
          ...giveToWaiting(db, { key: arrived, variantIds }, nowMs),
        ]
      : []),
    bookTotals(db, [forgiven, returned, undone, arrived], nowMs),
  ];
};
