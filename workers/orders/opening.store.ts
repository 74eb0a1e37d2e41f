import { sql } from "drizzle-orm";
import type { OpeningStock } from "#contract/orders";
import type { Database } from "#db/client";
import { stock, stockTransfers } from "#db/orders/schema";

/**
 * Books first quantities; whoever has stock already is left alone, so it may be repeated. The ledger
 * entry is written for those rows alone that this call has made.
 */
export const openStock = async (db: Database, entries: readonly OpeningStock[], nowMs: number) => {
  if (entries.length === 0) return;
  const rows = entries.map(({ variantId, productId, sku, quantity }) => ({
    variantId,
    productId,
    sku,
    available: quantity,
    updatedAt: nowMs,
  }));
  const opened = JSON.stringify(entries.map(({ variantId, quantity }) => [variantId, quantity]));
  await db.write.batch([
    db.write.insert(stock).values(rows).onConflictDoNothing(),
    db.write.run(sql`
      insert or ignore into ${stockTransfers} (id, variant_id, quantity, from_account, to_account, reason, reference, created_at)
      select s.variant_id || ':open', s.variant_id, s.available, 'world', 'available', 'opening stock', 'import', ${nowMs}
      from json_each(${opened}) entry join stock s on s.variant_id = entry.value ->> 0
      where s.available = entry.value ->> 1 and s.available > 0
        and not exists (select 1 from stock_transfers t where t.variant_id = s.variant_id)`),
  ]);
};
