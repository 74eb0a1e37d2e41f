import { type SQL, sql } from "drizzle-orm";
import type { Connection, Statement } from "#db/client";
import { allocations, locations, stock, stockLevels } from "#db/orders/stock.schema";
import { raiseUnless } from "#kernel/sql";
import { bookTransfers, SOURCING, sellableOf } from "./ledger.statements";
import type { wantedUnits } from "./reservation.rules";

export interface Sourcing {
  orderId: string;
  units: ReturnType<typeof wantedUnits>;
  /** The ids of locations in the order in which the order takes their stock. Others follow by priority. */
  rank: readonly string[];
  nowMs: number;
}

/** Selects the wanted units with the policies of their variants. */
export const wantedOf = ({ units }: Sourcing) =>
  sql`(select value ->> 'variantId' as variant_id, value ->> 'quantity' as quantity, value ->> 'policy' as policy
    from json_each(${JSON.stringify(units)}))`;

const ranked = ({ rank }: Sourcing) =>
  sql`left join json_each(${JSON.stringify(rank)}) r on r.value = p.id`;
const BY_RANK = sql`coalesce(r.key, 1000000), p.priority, p.id`;

/** Selects the location that owes units which are nowhere in stock; null if no location sells online. */
export const firstLocation = (sourcing: Sourcing) =>
  sql`(select p.id from ${locations} p ${ranked(sourcing)} where ${SOURCING} order by ${BY_RANK} limit 1)`;

/** Selects what each location gives, in the order of the ranking. */
export const givenUnits = (sourcing: Sourcing) =>
  sql`(select variant_id, location_id, quantity from (
    select u.variant_id, l.location_id, min(l.available, max(0, u.quantity - coalesce(sum(l.available) over (
        partition by u.variant_id order by ${BY_RANK}
        rows between unbounded preceding and 1 preceding), 0))) as quantity
    from ${wantedOf(sourcing)} u
    join ${stockLevels} l on l.variant_id = u.variant_id
    join ${locations} p on p.id = l.location_id and ${SOURCING} ${ranked(sourcing)}) where quantity > 0)`;

const allocatedTo = (orderId: string) =>
  sql`(select coalesce(sum(a.quantity), 0) from ${allocations} a
    where a.order_id = ${orderId} and a.variant_id = u.variant_id)`;

/** Selects the units that a variant may still owe: until a pre-order's release, or if backorders are allowed. */
export const owedMax = (nowMs: number): SQL =>
  sql`case when s.preorder_until > ${nowMs} then coalesce(s.preorder_max - s.backordered, 1000000000)
    when u.policy = 'continue' then coalesce(s.backorder_max - s.backordered, 1000000000) else 0 end`;

/** Adds the missing units of untracked variants to the stock, whose units are not counted. */
export const supplyUntracked = (
  db: Connection,
  sourcing: Sourcing,
  key = `${sourcing.orderId}:backorder`,
): Statement[] => {
  const { orderId, units, nowMs } = sourcing;
  if (!units.some(({ policy }) => policy === "untracked")) return [];
  const missing = sql`(select u.variant_id, ${firstLocation(sourcing)} as location_id,
      u.quantity - ${sellableOf(sql`u.variant_id`)} as quantity
    from ${wantedOf(sourcing)} u
    where u.policy = 'untracked' and u.quantity > ${sellableOf(sql`u.variant_id`)})`;
  const [reason, reference, from, to] = ["backorder", orderId, "world", "available"] as const;
  const booking = { key, reason, reference, from, to, units: missing };
  return [bookTransfers(db, booking, nowMs)];
};

/**
 * Allocates the units of an order to locations that have them, and what is missing to the first location as waiting,
 * as far as the variant may be backordered. Fails the batch if the order does not get all its units.
 */
export const allocateUnits = (db: Connection, sourcing: Sourcing): Statement[] => {
  const { orderId, nowMs } = sourcing;
  const missing = sql`u.quantity - ${allocatedTo(orderId)}`;
  return [
    db.run(sql`
      insert into ${allocations} (order_id, variant_id, location_id, quantity, created_at)
      select ${orderId}, variant_id, location_id, quantity, ${nowMs} from ${givenUnits(sourcing)} where true`),
    db.run(sql`
      insert into ${allocations} (order_id, variant_id, location_id, quantity, waiting, created_at)
      select ${orderId}, variant_id, location_id, missing, missing, ${nowMs} from (
        select u.variant_id, ${firstLocation(sourcing)} as location_id, ${missing} as missing,
          ${owedMax(nowMs)} as owed_max
        from ${wantedOf(sourcing)} u join ${stock} s on s.variant_id = u.variant_id)
      where missing > 0 and missing <= owed_max
      on conflict (order_id, variant_id, location_id) do update set
        quantity = quantity + excluded.quantity, waiting = waiting + excluded.waiting`),
    db.run(
      raiseUnless(sql`not exists (select 1 from ${wantedOf(sourcing)} u where ${missing} <> 0)`),
    ),
  ];
};
