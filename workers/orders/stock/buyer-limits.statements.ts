import { type SQL, sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { orderTerms } from "#db/orders/schema";
import { allocations, stock } from "#db/orders/stock.schema";
import { raiseUnless } from "#kernel/sql";
import type { OrderRow } from "#orders/order/order.rules";
import { termOf } from "#orders/search/terms.rules";
import { wantedUnits } from "./reservation.rules";

/** The units of a variant in all orders of a buyer, and how many there may be. */
export interface BuyerUnits {
  variantId: string;
  bought: number;
  max: number;
}

/** Selects the orders of a buyer: those of the account, and those with the e-mail address. */
const ordersOf = ({ email, customerId }: OrderRow) => {
  const terms = [termOf(email), ...(customerId === null ? [] : [customerId])];
  return sql`(select order_id from ${orderTerms} where term in ${terms})`;
};

const limited = (row: OrderRow): SQL => {
  const units = wantedUnits(row);
  return sql`(select s.variant_id as variantId, s.buyer_max as max, u.value ->> 'quantity' as wanted,
      (select coalesce(sum(a.quantity), 0) from ${allocations} a
        where a.order_id in ${ordersOf(row)} and a.variant_id = s.variant_id) as bought
    from json_each(${JSON.stringify(units)}) u
    join ${stock} s on s.variant_id = u.value ->> 'variantId' where s.buyer_max is not null)`;
};

/**
 * Fails the batch if its order would give the buyer more units of a variant than allowed. Cancelled and returned
 * units do not count.
 */
export const buyerLimitGuard = (db: Connection, row: OrderRow) =>
  db.run(raiseUnless(sql`not exists (select 1 from ${limited(row)} where bought + wanted > max)`));

/** Reads the units of the buyer of an order, of each variant of the order with a limit. */
export const buyerUnits = (db: Connection, row: OrderRow) =>
  db.all<BuyerUnits>(sql`select variantId, bought, max from ${limited(row)}`);
