import { type SQL, sql } from "drizzle-orm";
import { type Database, statements } from "#db/client";
import { orders } from "#db/orders/schema";
import { databaseNowMs, orRaise } from "#kernel/sql";
import type { OrderRow } from "#orders/order/order.rules";
import { type OrderLimits, OWNERS, type Owner, type Tally, UNPAID_WINDOW_MS } from "./limits.rules";

const WAITING = sql`status = 'payment_requested' and units > 0`;

const OWNED: Record<Owner, { column: SQL; id: (row: OrderRow) => string | null }> = {
  network: { column: sql`network`, id: ({ network }) => network },
  account: { column: sql`customer_id`, id: ({ customerId }) => customerId },
};

/** Unpaid orders and the units they hold, counted by the rows of the orders. */
export const limitsStore = ({ db, limits }: { db: Database; limits: OrderLimits }) => {
  const ownersOf = (row: OrderRow) => OWNERS.filter((owner) => OWNED[owner].id(row) !== null);

  const tally = (row: OrderRow, owner: Owner, guard?: SQL) =>
    db.write.all<Tally>(sql`
      select ${owner} as owner, count(*) as orders,
        coalesce(min(created_at) + ${UNPAID_WINDOW_MS} - ${databaseNowMs}, ${UNPAID_WINDOW_MS})
          as ordersEndInMs,
        coalesce(sum(units) filter (where ${WAITING}), 0) as units,
        coalesce(min(reserved_until) filter (where ${WAITING}) - ${databaseNowMs}, 0)
          as unitsEndInMs
        ${guard ? sql`, ${orRaise(guard)}` : sql``}
      from ${orders}
      where ${OWNED[owner].column} = ${OWNED[owner].id(row)}
        and created_at > ${databaseNowMs} - ${UNPAID_WINDOW_MS}
        and status not in ('confirmed', 'shipped', 'delivered')`);

  const hasPlace = (row: OrderRow, owner: Owner) =>
    sql`count(*) < ${limits.unpaidMax[owner]}
      and coalesce(sum(units) filter (where ${WAITING}), 0) + ${row.units} <= ${limits.unitsMax[owner]}`;

  return {
    /** Counts for each owner of an order that is about to be placed; raises where it has no place. */
    guards: (row: OrderRow) =>
      ownersOf(row).map((owner) => tally(row, owner, hasPlace(row, owner))),

    /** Returns the same counts as they are now, from the primary. */
    async tallies(row: OrderRow): Promise<Tally[]> {
      const counts = ownersOf(row).map((owner) => tally(row, owner));
      return counts.length === 0 ? [] : (await db.write.batch(statements(counts))).flat();
    },
  };
};
export type LimitsStore = ReturnType<typeof limitsStore>;
