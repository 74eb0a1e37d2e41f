import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { isAvailable } from "#catalog/products/availability.statements";
import { offersJson, type Pricing } from "#catalog/products/offers.statements";
import { WISHLIST_MAX } from "#catalog/wishlist.contract";
import { variantPrices } from "#db/catalog/price.schema";
import { products, variants } from "#db/catalog/product.schema";
import { erasedAuthors } from "#db/catalog/review.schema";
import { wishlistItems } from "#db/catalog/wishlist.schema";
import { type Database, rowsChanged } from "#db/client";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import type { AgeKeys } from "#kernel/routes/page";
import { raiseUnless } from "#kernel/sql";

export interface SavedRow {
  variantId: string;
  productId: string;
  slug: string;
  title: string;
  variantTitle: string;
  options: string;
  image: string | null;
  /** The variant's own price, and prices of lists as `Offer`s. */
  baseMinor: number | null;
  offers: string;
  available: number;
  addedAt: number;
}

interface Listed {
  /** What the account pays. */
  pricing: Pricing & { userId: string };
  /** Time and variant of the last row of the previous page. */
  after: AgeKeys | undefined;
  limit: number;
}

interface Saved {
  customerId: string;
  variantId: string;
}

/** Reads and writes wish lists. */
export const wishlistStore = ({ read, write }: Database) => ({
  /** Returns saved variants that are in the shop, the last added first, with what they cost now, in one read. */
  list({ pricing, after, limit }: Listed): Promise<SavedRow[]> {
    const older: SQL = after
      ? sql`and (w.added_at, w.variant_id) < (${after[0]}, ${after[1]})`
      : sql``;
    return read.all<SavedRow>(sql`
      select v.id as variantId, p.id as productId, p.slug, p.title, v.title as variantTitle, v.options,
        coalesce(v.image, p.media ->> '$[0].url') as image, price.amount_minor as baseMinor,
        ${offersJson(pricing)} as offers, ${isAvailable} as available, w.added_at as addedAt
      from ${wishlistItems} w indexed by wishlist_items_newest
      cross join ${variants} v on v.id = w.variant_id and v.removed_at is null
      cross join ${products} p on p.id = v.product_id and p.status = 'published'
      left join ${variantPrices} price on price.variant_id = v.id and price.currency = ${pricing.currency}
      where w.customer_id = ${pricing.userId} ${older}
      order by w.added_at desc, w.variant_id desc limit ${limit}`);
  },

  /** Returns everything that an account has saved, also what is not in the shop any more. */
  all: (customerId: string) =>
    read
      .select({ variantId: wishlistItems.variantId, addedAt: wishlistItems.addedAt })
      .from(wishlistItems)
      .where(eq(wishlistItems.customerId, customerId))
      .orderBy(asc(wishlistItems.addedAt), asc(wishlistItems.variantId)),

  /**
   * Saves a variant; one that is saved stays as it is. Refuses with `unknown` without a published product, with `full`
   * beyond the limit, and with `erased` for an erased account.
   */
  add: ({ customerId, variantId }: Saved, nowMs: number) =>
    commitGuarded<"erased" | "unknown" | "full">({ write }, [
      guard(
        "erased",
        write.run(
          raiseUnless(sql`not exists (select 1 from ${erasedAuthors} e
              where e.customer_id = ${customerId})`),
        ),
      ),
      guard(
        "unknown",
        write.run(
          raiseUnless(sql`exists (select 1 from ${variants} v
              join ${products} p on p.id = v.product_id and p.status = 'published'
              where v.id = ${variantId} and v.removed_at is null)`),
        ),
      ),
      write
        .insert(wishlistItems)
        .values({ customerId, variantId, addedAt: nowMs })
        .onConflictDoNothing(),
      guard(
        "full",
        write.run(
          raiseUnless(sql`(select count(*) from ${wishlistItems} w
              where w.customer_id = ${customerId}) <= ${WISHLIST_MAX}`),
        ),
      ),
    ]),

  /** Returns whether the variant was saved. */
  async remove({ customerId, variantId }: Saved): Promise<boolean> {
    const removed = await write
      .delete(wishlistItems)
      .where(and(eq(wishlistItems.customerId, customerId), eq(wishlistItems.variantId, variantId)));
    return rowsChanged(removed) > 0;
  },

  async erase(customerId: string) {
    await write.delete(wishlistItems).where(eq(wishlistItems.customerId, customerId));
  },
});
export type WishlistStore = ReturnType<typeof wishlistStore>;
