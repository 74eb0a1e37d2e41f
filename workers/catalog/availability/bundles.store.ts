import { sql } from "drizzle-orm";
import { republish } from "#catalog/products/republishing.statements";
import { bundleParts, products, variants } from "#db/catalog/product.schema";
import { inbox } from "#db/catalog/schema";
import type { Database } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import { onceOnly, receiptStatement } from "#kernel/events/inbox";
import type { Outbox } from "#kernel/events/outbox";

/** A published product with a bundle. */
export interface BundleProduct {
  productId: string;
  version: number;
}

interface Following {
  /** The event of the part's product. */
  eventId: string;
  productIds: readonly string[];
  events: readonly Envelope[];
  nowMs: number;
}

/** The bundles that contain variants of a product. */
export const bundlesStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => ({
  /** Returns the published products with a bundle that contains a variant of these products, also a removed one. */
  containing: (productIds: readonly string[]): Promise<BundleProduct[]> =>
    db.write.all<BundleProduct>(sql`
      select p.id as productId, p.version from ${products} p
      where p.status = 'published' and p.id in (
        select v.product_id from json_each(${JSON.stringify(productIds)}) changed
        join ${variants} part on part.product_id = changed.value
        join ${bundleParts} needed on needed.part_id = part.id
        join ${variants} v on v.id = needed.variant_id and v.removed_at is null)`),

  /** Marks bundles as changed and announces them, once for each event. Returns whether it was the first time. */
  follow: ({ eventId, productIds, events, nowMs }: Following) =>
    onceOnly(() =>
      db.write.batch([
        receiptStatement(db, inbox, eventId, nowMs),
        ...republish(db, productIds, nowMs),
        outbox.announce(events),
      ]),
    ),
});
export type BundlesStore = ReturnType<typeof bundlesStore>;
