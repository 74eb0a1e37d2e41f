import { type SQL, sql } from "drizzle-orm";
import type { Connection, Statement } from "#db/client";
import { allocations, stockLevels, stockTransfers } from "#db/orders/stock.schema";
import { bookedBy } from "./ledger.statements";

/** Selects the waiting units of orders that are available at their location now, for the oldest orders first. */
const arrivedUnits = (variantIds: SQL) =>
  sql`(select variant_id, location_id, order_id, quantity from (
    select a.variant_id, a.location_id, a.order_id,
      min(a.waiting, max(0, l.available - coalesce(sum(a.waiting) over (
        partition by a.variant_id, a.location_id order by a.created_at, a.order_id
        rows between unbounded preceding and 1 preceding), 0))) as quantity
    from ${allocations} a
    join ${stockLevels} l on l.variant_id = a.variant_id and l.location_id = a.location_id
    where a.waiting > 0 and a.variant_id in ${variantIds}) where quantity > 0)`;

/**
 * Gives available units of these variants to the orders that wait for them at the same location. Follows the
 * transfers of an operation that may have added units. The operation passes the key to its `bookTotals`.
 * @param variantIds a subquery
 */
export const giveToWaiting = (
  db: Connection,
  { key, variantIds }: { key: string; variantIds: SQL },
  nowMs: number,
): Statement[] => [
  db.run(sql`
    insert into ${stockTransfers} (id, variant_id, location_id, quantity, from_account, to_account, reason,
      reference, created_at)
    select ${`${key}:`} || u.order_id || ':' || u.variant_id || ':' || u.location_id, u.variant_id, u.location_id,
      u.quantity, 'available', 'backorder', 'arrive', u.order_id, ${nowMs}
    from ${arrivedUnits(variantIds)} u where true`),
  db.run(sql`
    update ${allocations} set waiting = waiting - t.quantity from ${bookedBy(key)} t
    where ${allocations.orderId} = t.reference and ${allocations.variantId} = t.variant_id
      and ${allocations.locationId} = t.location_id`),
];
