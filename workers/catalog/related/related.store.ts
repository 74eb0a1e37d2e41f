import { eq, sql } from "drizzle-orm";
import type { Pricing } from "#catalog/products/offers.statements";
import { isFormerSlug, isNamed } from "#catalog/products/product-slug.statements";
import { foundOf } from "#catalog/products/products.store";
import { insertRows } from "#catalog/products/rows.statements";
import { relatedStatement } from "#catalog/related/related.statements";
import type { RelatedPicks } from "#catalog/related.contract";
import { products } from "#db/catalog/product.schema";
import { relatedProducts } from "#db/catalog/related.schema";
import type { Database, Statement } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";

interface Picking {
  productId: string;
  /** As it was read. */
  version: number;
  productIds: readonly string[];
  events: readonly Envelope[];
  /** Stores the answer under its Idempotency-Key. */
  finished: Statement | undefined;
  nowMs: number;
}

/** Reads and writes which products are shown beside a product. */
export const relatedStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const { read, write } = db;

  const insertPicked = (productId: string, productIds: readonly string[]) => {
    const rows = productIds.map((relatedId, position) => ({ productId, relatedId, position }));
    return insertRows(db, relatedProducts, rows, sql``);
  };

  return {
    /** Returns the current slug of a published product, and the products beside it, in one read. */
    async shown(idOrSlug: string, pricing: Pricing) {
      const [[product], rows] = await read.batch([
        read.all<{ id: string; slug: string; former: number }>(sql`
          select p.id, p.slug, ${isFormerSlug(idOrSlug)} as former from ${products} p
          where ${isNamed(idOrSlug)} and p.status = 'published'`),
        read.all<{ product: string }>(relatedStatement(idOrSlug, pricing)),
      ]);
      return {
        product,
        isFormer: product?.former === 1,
        related: rows.map((row) => foundOf(row.product, pricing.languages)),
      };
    },

    /** Returns what staff picked, with the version of the product. */
    async picks(productId: string): Promise<RelatedPicks | undefined> {
      const [[product], picked] = await write.batch([
        write
          .select({ version: products.version })
          .from(products)
          .where(eq(products.id, productId)),
        write
          .select({ id: relatedProducts.relatedId, position: relatedProducts.position })
          .from(relatedProducts)
          .where(eq(relatedProducts.productId, productId)),
      ]);
      const inOrder = picked.toSorted((a, b) => a.position - b.position);
      return product && { productIds: inOrder.map(({ id }) => id), version: product.version };
    },

    /** Returns which of the products do not exist. */
    async missing(productIds: readonly string[]): Promise<string[]> {
      const rows = await read.all<{ id: string }>(sql`
        select picked.value as id from json_each(${JSON.stringify(productIds)}) picked
        where not exists (select 1 from ${products} p where p.id = picked.value)`);
      return rows.map(({ id }) => id);
    },

    /** Refuses with `changed` if the product has another version, with `product_unknown` if one does not exist. */
    pick: ({ productId, version, productIds, events, finished, nowMs }: Picking) =>
      commitGuarded<"changed" | "product_unknown">(db, [
        write.run(sql`update ${products} set version = version + 1, updated_at = ${nowMs}
          where id = ${productId} and version = ${version}`),
        guard("changed", write.run(expectChanges())),
        write.delete(relatedProducts).where(eq(relatedProducts.productId, productId)),
        ...(productIds.length > 0
          ? [guard("product_unknown" as const, insertPicked(productId, productIds))]
          : []),
        ...(finished ? [finished] : []),
        outbox.announce(events),
      ]),
  };
};
export type RelatedStore = ReturnType<typeof relatedStore>;
