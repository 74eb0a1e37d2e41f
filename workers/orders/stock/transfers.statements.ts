import { type SQL, sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { stock, stockTransfers } from "#db/orders/stock.schema";
import type { Account } from "./reservation.rules";

interface Transfer {
  orderId: string;
  verb: string;
  from: Account;
  to: Account;
  /** A subquery with the columns variant_id and quantity. */
  units: SQL;
}

/** Returns the SQL assignments that move units between two balances. The account `world` has no balance. */
const assignments = ({ from, to }: Transfer) =>
  [
    { account: from, sign: sql`-` },
    { account: to, sign: sql`+` },
  ]
    .filter(({ account }) => account !== "world")
    .map(({ account, sign }) => {
      const balance = sql.identifier(account);
      return sql`${balance} = ${balance} ${sign} u.quantity`;
    });

/** Selects the transfers of an order that a verb has booked. `;` follows `:` in ASCII. */
const bookedBy = (prefix: string) =>
  sql`(select variant_id, quantity from ${stockTransfers} where id >= ${`${prefix}:`} and id < ${`${prefix};`})`;

/**
 * Adds transfers to the stock ledger, and moves the booked units between two balances of the table `stock`.
 * The balances follow the booked rows, because `units` may select others once they are booked.
 */
export const transferUnits = (db: Connection, transfer: Transfer, nowMs: number) => {
  const { orderId, verb, from, to, units } = transfer;
  return [
    db.run(sql`
      insert into ${stockTransfers} (id, variant_id, quantity, from_account, to_account, reason, reference, created_at)
      select ${`${orderId}:${verb}:`} || variant_id, variant_id, quantity, ${from}, ${to}, ${verb}, ${orderId}, ${nowMs}
      from ${units}`),
    db.run(sql`
      update ${stock} set ${sql.join(assignments(transfer), sql`, `)},
        version = version + 1, updated_at = ${nowMs}
      from ${bookedBy(`${orderId}:${verb}`)} u where u.variant_id = ${stock.variantId}`),
  ];
};
