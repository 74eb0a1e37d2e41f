import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { erasedCustomers, orders } from "#db/orders/schema";
import type { BoughtLine } from "#orders/order-line.contract";

/** The number of lines that one read returns. A buyer reviews a product once per line. */
const LINES_MAX = 100;

interface Bought {
  customerId: string;
  productId: string;
}

/**
 * An order was bought once units have left the shop, or while its money is held. An order that was refunded before its
 * units left, or whose transfer has not arrived, was not bought.
 */
const WAS_BOUGHT = sql`o.status in ('confirmed', 'shipped', 'delivered')
  and (o.fulfillment_status <> 'unfulfilled'
    or o.payment_status in ('authorized', 'partially_paid', 'paid', 'partially_refunded'))`;

/** Reads what customers have bought. */
export const purchasesStore = ({ db }: { db: Database }) => ({
  /** Returns the order lines by which a customer bought a product, newest first; none of an erased account. */
  boughtLines: ({ customerId, productId }: Bought): Promise<BoughtLine[]> =>
    db.write.all<BoughtLine>(sql`
      select o.id as orderId, line.value ->> 'id' as lineId
      from ${orders} o, json_each(o.snapshot, '$.lines') line
      where o.customer_id = ${customerId} and ${WAS_BOUGHT}
        and line.value ->> 'productId' = ${productId}
        and not exists (select 1 from ${erasedCustomers} e where e.customer_id = ${customerId})
      order by o.created_at desc, line.key
      limit ${LINES_MAX}`),
});
