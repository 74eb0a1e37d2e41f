import { type SQL, sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { allocations, reservations } from "#db/orders/stock.schema";
import { raiseUnless } from "#kernel/sql";
import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";
import { bookedBy } from "./ledger.statements";

/** The units of an allocation by where they are. */
export const PLACES = {
  /** At the location, and not shipped. */
  ready: sql`(a.quantity - a.shipped - a.waiting)`,
  waiting: sql`a.waiting`,
  shipped: sql`a.shipped`,
};

/**
 * Allocates the units of an order that a previous Worker placed: that Worker knows the default location only. Does
 * nothing for other orders.
 */
export const adoptOrder = (db: Connection, orderId: string) =>
  db.run(sql`
    insert into ${allocations} (order_id, variant_id, location_id, quantity, created_at)
    select order_id, variant_id, ${DEFAULT_LOCATION_ID}, quantity, created_at from ${reservations}
    where order_id = ${orderId} and state in ('held', 'committed')
      and not exists (select 1 from ${allocations} where order_id = ${orderId})`);

interface Spread {
  orderId: string;
  /** A subquery with the columns variant_id and quantity. */
  units: SQL;
  /** The units of an allocation that may be taken. */
  place: SQL;
  /** SQL condition: the allocation may be used. */
  where?: SQL;
}

/** Selects units of an order, spread over the locations of its allocations as far as they have them. */
export const spreadUnits = ({ orderId, units, place, where = sql`true` }: Spread) =>
  sql`(select variant_id, location_id, quantity from (
    select a.variant_id, a.location_id, min(${place}, max(0, u.quantity - coalesce(sum(${place}) over (
        partition by a.variant_id order by a.location_id
        rows between unbounded preceding and 1 preceding), 0))) as quantity
    from ${units} u join ${allocations} a on a.order_id = ${orderId} and a.variant_id = u.variant_id
    where ${where}) where quantity > 0)`;

type Column = "quantity" | "shipped" | "waiting";

/** Takes the units that were booked under a key out of these columns of the order's allocations. */
export const takeAllocated = (
  db: Connection,
  orderId: string,
  key: string,
  columns: readonly Column[],
) => {
  const changes = columns.map((name) => {
    const column = sql.identifier(name);
    return sql`${column} = ${allocations}.${column} - t.quantity`;
  });
  return db.run(sql`
    update ${allocations} set ${sql.join(changes, sql`, `)} from ${bookedBy(key)} t
    where ${allocations.orderId} = ${orderId} and ${allocations.variantId} = t.variant_id
      and ${allocations.locationId} = t.location_id`);
};

/** Fails the batch unless exactly these units were booked under the keys. */
export const requireBooked = (db: Connection, units: SQL, keys: readonly string[]) => {
  const booked = sql`(select coalesce(sum(t.quantity), 0) from ${bookedBy(...keys)} t
    where t.variant_id = u.variant_id)`;
  return db.run(
    raiseUnless(sql`not exists (select 1 from ${units} u where u.quantity <> ${booked})`),
  );
};

/** Selects those of the units that were not booked under a key. */
export const unbooked = (units: SQL, key: string) => {
  const booked = sql`(select coalesce(sum(t.quantity), 0) from ${bookedBy(key)} t
    where t.variant_id = w.variant_id)`;
  return sql`(select w.variant_id, w.quantity - ${booked} as quantity from ${units} w)`;
};
