import { type SQL, sql } from "drizzle-orm";
import type { Connection, Statement } from "#db/client";
import { stockTransfers } from "#db/orders/stock.schema";
import { expectChanges } from "#kernel/sql";
import { transferUnits } from "./transfers.statements";
import type { UnitReturn } from "./unit-return.rules";

const rowsOf = (units: UnitReturn["units"]): SQL =>
  sql`(select value ->> 'variantId' as variant_id, value ->> 'quantity' as quantity
    from json_each(${JSON.stringify(units)}))`;

/**
 * Selects how many of these units were backordered for the order and have not left the stock again. The
 * ids of transfers begin with the order and the verb, so both sums read a range of the primary key.
 */
const stillBackordered = (orderId: string, units: UnitReturn["units"]) => {
  const undone = sql`(select coalesce(sum(t.quantity), 0) from ${stockTransfers} t
    where t.id >= ${`${orderId}:unbackorder`} and t.id < ${`${orderId}:unbackordes`}
      and t.variant_id = u.variant_id)`;
  return sql`(select variant_id, min(wanted, backordered) as quantity from (
    select u.variant_id as variant_id, u.quantity as wanted, b.quantity - ${undone} as backordered
    from ${rowsOf(units)} u
    join ${stockTransfers} b on b.id = ${`${orderId}:backorder:`} || u.variant_id)
    where backordered > 0)`;
};

/**
 * Moves sold units of an order back to stock, or writes them off. Fails the batch if one of the variants
 * has no stock record.
 */
export const returnUnits = (
  db: Connection,
  orderId: string,
  { key, to, isUnshipped, units }: UnitReturn,
  nowMs: number,
): Statement[] => {
  if (units.length === 0) return [];
  const verb = to === "available" ? `return.${key}` : `write_off.${key}`;
  const undone = { verb: `unbackorder.${key}`, from: "available", to: "world" } as const;
  return [
    ...transferUnits(db, { orderId, verb, from: "sold", to, units: rowsOf(units) }, nowMs),
    db.run(expectChanges(units.length)),
    ...(to === "available" && isUnshipped
      ? transferUnits(db, { ...undone, orderId, units: stillBackordered(orderId, units) }, nowMs)
      : []),
  ];
};
