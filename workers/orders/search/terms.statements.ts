import { sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { orderTerms } from "#db/orders/schema";
import type { OrderTerm } from "./terms.rules";

/** Adds terms by which staff find an order, in one statement for any number of them. */
export const insertTerms = (db: Connection, orderId: string, terms: readonly OrderTerm[]) => {
  const rows = JSON.stringify(terms.map(({ term, isPersonal }) => [term, isPersonal ? 1 : 0]));
  return db.run(sql`
    insert or ignore into ${orderTerms} (order_id, term, is_personal)
    select ${orderId}, value ->> '$[0]', value ->> '$[1]' from json_each(${rows})`);
};
