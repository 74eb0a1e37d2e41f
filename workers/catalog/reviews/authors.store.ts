import { and, asc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import { refreshRatings } from "#catalog/products/rating.statements";
import { products } from "#db/catalog/product.schema";
import { erasedAuthors, reviews } from "#db/catalog/review.schema";
import { idempotencyKeys } from "#db/catalog/schema";
import { type Database, statements } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import type { ReviewRow } from "./review.rules";

interface Erasure {
  customerId: string;
  events: readonly Envelope[];
  nowMs: number;
}

/** Reads and erases the reviews of accounts. */
export const authorsStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const { read, write } = db;
  const isOwn = (customerId: string) => eq(reviews.customerId, customerId);

  return {
    /** Returns the reviews of an account, oldest first. */
    reviews: async (customerId: string): Promise<ReviewRow[]> =>
      read.select().from(reviews).where(isOwn(customerId)).orderBy(asc(reviews.id)),

    /** Returns the products that an account has reviewed, with their versions. */
    async products(customerId: string) {
      const rows = await read
        .select({ id: products.id, version: products.version })
        .from(reviews)
        .innerJoin(products, eq(products.id, reviews.productId))
        .where(isOwn(customerId));
      return [...new Map(rows.map((row) => [row.id, row])).values()];
    },

    /**
     * Deletes the reviews of an account with the answers that show them, and prevents later ones. A review is either
     * stored before this batch and deleted by it, or refused after it.
     */
    async erase({ customerId, events, nowMs }: Erasure) {
      const own = (column: typeof reviews.id | typeof reviews.productId) =>
        write.select({ value: column }).from(reviews).where(isOwn(customerId));
      await write.batch(
        statements([
          write.insert(erasedAuthors).values({ customerId, erasedAt: nowMs }).onConflictDoNothing(),
          ...refreshRatings(
            db,
            {
              of: sql`select own.product_id from ${reviews} own where own.customer_id = ${customerId}`,
              counting: sql`r.customer_id <> ${customerId}`,
            },
            nowMs,
          ),
          write.delete(idempotencyKeys).where(inArray(idempotencyKeys.resourceId, own(reviews.id))),
          write
            .delete(idempotencyKeys)
            .where(
              and(
                gte(idempotencyKeys.scope, `${customerId} `),
                lt(idempotencyKeys.scope, `${customerId}!`),
              ),
            ),
          write.delete(reviews).where(isOwn(customerId)),
          ...(events.length > 0 ? [outbox.announce(events)] : []),
        ]),
      );
    },
  };
};
export type AuthorsStore = ReturnType<typeof authorsStore>;
