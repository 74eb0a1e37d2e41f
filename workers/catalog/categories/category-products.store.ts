import { sql } from "drizzle-orm";
import { refreshListings } from "#catalog/products/listings.statements";
import { categories, categoryRedirects, productCategories } from "#db/catalog/category.schema";
import { products } from "#db/catalog/product.schema";
import { inbox } from "#db/catalog/schema";
import type { Database, Statement } from "#db/client";
import { statements } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import { onceOnly, receiptStatement } from "#kernel/events/inbox";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { raiseUnless } from "#kernel/sql";
import { type Place, STEP_CATEGORIES, STEP_PRODUCTS } from "./category-products.rules";
import { productsAfter, subtreeStatement } from "./category-products.statements";

/** One step of what follows a change. */
export interface Step {
  /** The event that the step handles. */
  eventId: string;
  productIds: readonly string[];
  /** The deleted category that the products leave; null if they stay. */
  leave: string | null;
  events: readonly Envelope[];
  nowMs: number;
}

const listOf = (ids: readonly string[]) =>
  sql`(select value from json_each(${JSON.stringify(ids)}))`;

/** Products in categories, read and changed in steps. */
export const categoryProductsStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const { read, write } = db;

  /** Gives published products a new version, because shoppers see their categories. */
  const touch = (ids: readonly string[], nowMs: number) =>
    write.run(sql`update ${products} set version = version + 1, updated_at = ${nowMs}
      where id in ${listOf(ids)} and status = 'published'`);

  const leaveCategory = (id: string, productIds: readonly string[]) =>
    write.run(sql`delete from ${productCategories}
      where category_id = ${id} and product_id in ${listOf(productIds)}`);

  return {
    /** Returns a category and all below it, in any order. Empty if there is none. */
    async subtree(id: string): Promise<{ id: string; deleted: number }[]> {
      return read.all(subtreeStatement(id));
    },

    /** Returns the next products of categories, which are given in the order of the steps. */
    async next(categoryIds: readonly string[], after: Place | null): Promise<Place[]> {
      const found: Place[] = [];
      for (const categoryId of categoryIds.slice(0, STEP_CATEGORIES)) {
        const last = after?.categoryId === categoryId ? after.productId : "";
        const limit = STEP_PRODUCTS - found.length;
        const rows = await read.all<Place>(productsAfter({ categoryId, productId: last }, limit));
        found.push(...rows);
        if (found.length === STEP_PRODUCTS) break;
      }
      return found;
    },

    /** Commits a step once. Returns false if its event was handled before. */
    commit({ eventId, productIds, leave, events, nowMs }: Step) {
      const list: Statement[] = [
        receiptStatement(db, inbox, eventId, nowMs),
        ...(leave === null ? [] : [leaveCategory(leave, productIds)]),
        touch(productIds, nowMs),
        ...refreshListings(db, productIds),
        ...(events.length > 0 ? [outbox.announce(events)] : []),
      ];
      return onceOnly(() => write.batch(statements(list)));
    },

    /** Deletes the row of a deleted category. Refuses with `has_products` while it has any. */
    forget: (id: string) =>
      commitGuarded<"has_products">(db, [
        guard(
          "has_products",
          write.run(
            raiseUnless(sql`not exists
              (select 1 from ${productCategories} member where member.category_id = ${id})`),
          ),
        ),
        write.run(sql`delete from ${categoryRedirects} where category_id = ${id}`),
        write.run(sql`delete from ${categories} where id = ${id} and deleted_at is not null`),
      ]),
  };
};
export type CategoryProductsStore = ReturnType<typeof categoryProductsStore>;
