import { type SQL, sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { orders } from "#db/orders/schema";
import { databaseNowMs, orRaise } from "#kernel/sql";
import type { OrderRow } from "#orders/order/order.rules";
import { type OrderLimits, OWNERS, type Owner, type Tally, UNPAID_WINDOW_MS } from "./limits.rules";

const WAITING = sql`status = 'payment_requested' and units > 0`;
const WAITING_UNITS = sql`coalesce(sum(units) filter (where ${WAITING}), 0)`;

const OWNED: Record<Owner, { column: SQL; id: (row: OrderRow) => string | null }> = {
  network: { column: sql`network`, id: ({ network }) => network },
  account: { column: sql`customer_id`, id: ({ customerId }) => customerId },
};

const ownersOf = (row: OrderRow) => OWNERS.filter((owner) => OWNED[owner].id(row) !== null);

/**
 * Counts the unpaid orders of an owner, and the units that waiting ones reserve. Cancelled orders count too,
 * until the hour ends. Fails the batch unless `condition` holds.
 */
const tally = (db: Connection, row: OrderRow, owner: Owner, condition?: SQL) =>
  db.all<Tally>(sql`
    select ${owner} as owner, count(*) as orders,
      coalesce(min(created_at) + ${UNPAID_WINDOW_MS} - ${databaseNowMs}, ${UNPAID_WINDOW_MS})
        as ordersEndInMs,
      ${WAITING_UNITS} as units,
      coalesce(min(reserved_until) filter (where ${WAITING}) - ${databaseNowMs}, 0)
        as unitsEndInMs
      ${condition ? sql`, ${orRaise(condition)}` : sql``}
    from ${orders}
    where ${OWNED[owner].column} = ${OWNED[owner].id(row)}
      and created_at > ${databaseNowMs} - ${UNPAID_WINDOW_MS}
      and status not in ('confirmed', 'shipped', 'delivered')`);

/** Counts the unpaid orders and units of each owner of an order. */
export const ownerTallies = (db: Connection, row: OrderRow) =>
  ownersOf(row).map((owner) => tally(db, row, owner));

/**
 * Counts the unpaid orders and units of each owner. Fails the batch if the new order would exceed a limit.
 */
export const tallyGuards = (db: Connection, row: OrderRow, { unpaidMax, unitsMax }: OrderLimits) =>
  ownersOf(row).map((owner) => {
    const isWithin = sql`count(*) < ${unpaidMax[owner]}
      and ${WAITING_UNITS} + ${row.units} <= ${unitsMax[owner]}`;
    return tally(db, row, owner, isWithin);
  });
