import { asc, inArray, sql } from "drizzle-orm";
import { insertRows, keep } from "#db/catalog/rows";
import { categories, productCategories } from "#db/catalog/schema";
import type { Database, Statement } from "#db/client";
import { newId } from "#kernel/ids";

export type CategoryRow = Pick<
  typeof categories.$inferSelect,
  "id" | "slug" | "name" | "description" | "parentId"
>;

/** The tree of categories is small and always shown as a whole, so it is read as a whole. */
export const categoriesStore = ({ read }: Database) => ({
  all: (): Promise<CategoryRow[]> =>
    read
      .select({
        id: categories.id,
        slug: categories.slug,
        name: categories.name,
        description: categories.description,
        parentId: categories.parentId,
      })
      .from(categories)
      .orderBy(asc(categories.parentId), asc(categories.position)),
});
export type CategoriesStore = ReturnType<typeof categoriesStore>;

/** The one category of a product; null for none, undefined to leave those that it has. */
interface Place {
  productId: string;
  category: { slug: string; name: string } | null | undefined;
}

const rowsOf = (named: readonly { slug: string; name: string }[], nowMs: number) =>
  [...new Map(named.map((category) => [category.slug, category])).values()].map(
    ({ slug, name }) => ({
      id: newId("category", nowMs),
      slug,
      name,
      path: [slug],
      createdAt: nowMs,
      updatedAt: nowMs,
    }),
  );

/**
 * Statements that put products into categories. A category that is not there yet is created as a root;
 * its place in the tree is for staff to choose.
 */
export const categorise = (db: Database, places: readonly Place[], nowMs: number): Statement[] => {
  const decided = places.filter(({ category }) => category !== undefined);
  const members = decided.flatMap(({ productId, category }) =>
    category ? [{ productId, category }] : [],
  );
  const rows = rowsOf(
    members.map(({ category }) => category),
    nowMs,
  );
  const ids = decided.map(({ productId }) => productId);
  const pairs = JSON.stringify(
    members.map(({ productId, category }) => [productId, category.slug]),
  );
  const joined = sql`
    insert into product_categories (product_id, category_id, position)
    select member.value ->> 0, c.id, 0
    from json_each(${pairs}) member join categories c on c.slug = member.value ->> 1`;
  return [
    ...(rows.length > 0 ? [insertRows(db, categories, rows, keep)] : []),
    ...(ids.length > 0
      ? [db.write.delete(productCategories).where(inArray(productCategories.productId, ids))]
      : []),
    ...(members.length > 0 ? [db.write.run(joined)] : []),
  ];
};
