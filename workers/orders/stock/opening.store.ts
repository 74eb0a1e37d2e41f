import { type SQL, sql } from "drizzle-orm";
import { type Database, statements } from "#db/client";
import { stock, stockTransfers } from "#db/orders/stock.schema";
import { newId } from "#kernel/ids";
import { type OpeningStock, THRESHOLD_DEFAULT } from "#orders/stock.contract";
import { giveToWaiting } from "./arrivals.statements";
import { bookTotals } from "./ledger.statements";

/** The level of a new variant, of which nothing is announced. */
const alertOf = (quantity: SQL) =>
  sql`case when ${quantity} > ${THRESHOLD_DEFAULT} then 0 when ${quantity} > 0 then 1 else 2 end`;

/**
 * Books the initial stock of each variant once: the id of its transfer is derived from the variant's id. If
 * the initial stock was 0, a later call adds its units to the balance. The units are at the
 * default location, and go to orders that wait for them. Safe to repeat.
 */
export const openStock = async (db: Database, entries: readonly OpeningStock[], nowMs: number) => {
  if (entries.length === 0) return;
  const opened = sql`(select value ->> 'variantId' as variant_id, value ->> 'productId' as product_id,
    value ->> 'sku' as sku, value ->> 'quantity' as quantity
    from json_each(${JSON.stringify(entries)}))`;
  const key = newId("adjustment", nowMs);
  await db.write.batch(
    statements([
      db.write.run(sql`
        update ${stock} set available = available + opened.quantity, alert = ${alertOf(sql`opened.quantity`)},
          version = version + 1, updated_at = ${nowMs}
        from ${opened} opened
        where opened.variant_id = ${stock.variantId} and opened.quantity > 0
          and not exists (select 1 from ${stockTransfers}
            where ${stockTransfers.id} = ${stock.variantId} || ':open')`),
      db.write.run(sql`
        insert into ${stock} (variant_id, product_id, sku, available, alert, updated_at)
        select variant_id, product_id, sku, quantity, ${alertOf(sql`quantity`)}, ${nowMs} from ${opened} where true
        on conflict (variant_id) do update set sku = excluded.sku where sku is not excluded.sku`),
      db.write.run(sql`
        insert or ignore into ${stockTransfers} (id, variant_id, quantity, from_account, to_account, reason, reference, created_at)
        select variant_id || ':open', variant_id, quantity, 'world', 'available', 'opening stock', 'import', ${nowMs}
        from ${opened} where quantity > 0`),
      ...giveToWaiting(
        db.write,
        { key, variantIds: sql`(select variant_id from ${opened})` },
        nowMs,
      ),
      bookTotals(db.write, [key], nowMs),
    ]),
  );
};
