import { type SQL, sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { locations, stock, stockLevels, stockTransfers } from "#db/orders/stock.schema";
import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";
import type { Account } from "./reservation.rules";

/** Transfers of units between two accounts, at one location or at several. */
export interface Booking {
  /** Begins the ids of the transfers. An order and a verb, or another operation: each is booked once. */
  key: string;
  reason: string;
  reference: string;
  from: Account;
  to: Account;
  /** A subquery with the columns variant_id, location_id and quantity. */
  units: SQL;
  /** The location of the account `to`, or SQL for that of each unit; undefined for the location of each unit. */
  toLocationId?: string | SQL | undefined;
}

/** Adds transfers to the stock ledger. A trigger books them into the balances of their locations. */
export const bookTransfers = (db: Connection, booking: Booking, nowMs: number) => {
  const { key, reason, reference, from, to, units, toLocationId = null } = booking;
  return db.run(sql`
    insert into ${stockTransfers} (id, variant_id, location_id, to_location_id, quantity, from_account, to_account,
      reason, reference, created_at)
    select ${`${key}:`} || variant_id || ':' || location_id, variant_id, location_id,
      nullif(${toLocationId}, location_id), quantity, ${from}, ${to}, ${reason}, ${reference}, ${nowMs}
    from ${units} where true`);
};

/** SQL condition: the transfer was booked under one of these keys. `;` follows `:` in ASCII. */
const bookedUnder = (keys: readonly string[]) =>
  sql`(${sql.join(
    keys.map((key) => sql`(id >= ${`${key}:`} and id < ${`${key};`})`),
    sql` or `,
  )})`;

/** Selects the transfers that were booked under these keys. */
export const bookedBy = (...keys: string[]) =>
  sql`(select variant_id, location_id, reference, quantity, from_account, to_account
    from ${stockTransfers} where ${bookedUnder(keys)})`;

/** Selects the transfers whose ids begin with a text. `~` follows the characters of ids in ASCII. */
export const bookedBeginning = (text: string) =>
  sql`(select variant_id, location_id, quantity, from_account from ${stockTransfers}
    where id >= ${text} and id < ${`${text}~`})`;

/** The locations whose stock orders of the storefront take. */
export const SOURCING = sql`p.is_active = 1 and p.fulfils_online = 1 and p.deleted_at is null`;

/** Selects the units of a variant that can be sold online. */
export const sellableOf = (variantId: SQL) =>
  sql`(select coalesce(sum(l.available), 0) from ${stockLevels} l
    join ${locations} p on p.id = l.location_id and ${SOURCING}
    where l.variant_id = ${variantId})`;

const promisesLeft = (nowMs: number) => sql`case when ${stock.preorderUntil} > ${nowMs}
  then coalesce(${stock.preorderMax} - ${stock.backordered}, 1)
  else coalesce(${stock.backorderMax} - ${stock.backordered}, 1) end`;

/**
 * How little of a variant is left: 0 for more units than its threshold, 1 for fewer, 2 if none is in stock, 3 if also
 * no more may be backordered.
 */
export const alertLevel = (nowMs: number) => {
  const sellable = sellableOf(sql`${stock.variantId}`);
  return sql`case when ${sellable} > ${stock.threshold} then 0 when ${sellable} > 0 then 1
    when ${promisesLeft(nowMs)} > 0 then 2 else 3 end`;
};

const netOf = (account: Account) =>
  sql`sum(quantity * ((to_account = ${account}) - (from_account = ${account})))`;

/**
 * Adds the transfers that were booked under these keys to the balances of their variants. Once for each operation,
 * because it increases the version. Constraints fail the batch if a balance would go below zero.
 */
export const bookTotals = (db: Connection, keys: readonly string[], nowMs: number) =>
  db.run(sql`
    update ${stock} set available = available + n.to_available, reserved = reserved + n.to_reserved,
      sold = sold + n.to_sold, in_transit = in_transit + n.to_transit, backordered = backordered - n.to_backorder,
      alert = min(alert, ${alertLevel(nowMs)}), version = version + 1, updated_at = ${nowMs}
    from (select variant_id, ${netOf("available")} as to_available, ${netOf("reserved")} as to_reserved,
        ${netOf("sold")} as to_sold, ${netOf("in_transit")} as to_transit, ${netOf("backorder")} as to_backorder
      from ${stockTransfers} where ${bookedUnder(keys)} group by variant_id) n
    where n.variant_id = ${stock.variantId}`);

/** Selects units, given as values, at a location. */
export const unitsAt = (
  units: readonly { variantId: string; quantity: number }[],
  locationId: string = DEFAULT_LOCATION_ID,
) =>
  sql`(select value ->> 'variantId' as variant_id, ${locationId} as location_id, value ->> 'quantity' as quantity
    from json_each(${JSON.stringify(units)}))`;
