import { sql } from "drizzle-orm";
import type { OpeningStock } from "#contract/orders";
import { type Database, statements } from "#db/client";
import { stock, stockTransfers } from "#db/orders/stock.schema";

/**
 * Books the initial stock of each variant once: the id of its transfer is derived from the variant's id. If
 * the initial stock was 0, a later call adds its units to the balance. Safe to repeat.
 */
export const openStock = async (db: Database, entries: readonly OpeningStock[], nowMs: number) => {
  if (entries.length === 0) return;
  const opened = sql`(select value ->> 'variantId' as variant_id, value ->> 'productId' as product_id,
    value ->> 'sku' as sku, value ->> 'quantity' as quantity
    from json_each(${JSON.stringify(entries)}))`;
  await db.write.batch(
    statements([
      db.write.run(sql`
        update ${stock} set available = available + opened.quantity, version = version + 1,
          updated_at = ${nowMs}
        from ${opened} opened
        where opened.variant_id = ${stock.variantId} and opened.quantity > 0
          and not exists (select 1 from ${stockTransfers}
            where ${stockTransfers.id} = ${stock.variantId} || ':open')`),
      db.write.run(sql`
        insert into ${stock} (variant_id, product_id, sku, available, updated_at)
        select variant_id, product_id, sku, quantity, ${nowMs} from ${opened} where true
        on conflict (variant_id) do update set sku = excluded.sku where sku is not excluded.sku`),
      db.write.run(sql`
        insert or ignore into ${stockTransfers} (id, variant_id, quantity, from_account, to_account, reason, reference, created_at)
        select variant_id || ':open', variant_id, quantity, 'world', 'available', 'opening stock', 'import', ${nowMs}
        from ${opened} where quantity > 0`),
    ]),
  );
};
