import { inArray, sql } from "drizzle-orm";
import { insertRows, keep } from "#catalog/products/rows.statements";
import { categories, productCategories } from "#db/catalog/category.schema";
import type { Database, Statement } from "#db/client";
import { newId } from "#kernel/ids";

interface CategoryName {
  slug: string;
  name: string;
}

/** The only category of a product. Null removes it from all; undefined leaves its categories as they are. */
interface Membership {
  productId: string;
  category: CategoryName | null | undefined;
}

const categoryRows = (named: readonly CategoryName[], nowMs: number) =>
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

/** Puts products into categories. Creates a missing category as a root; staff move it later. */
export const membershipStatements = (
  db: Database,
  { memberships, nowMs }: { memberships: readonly Membership[]; nowMs: number },
): Statement[] => {
  const changed = memberships.filter(({ category }) => category !== undefined);
  const members = changed.flatMap(({ productId, category }) =>
    category ? [{ productId, category }] : [],
  );
  const rows = categoryRows(
    members.map(({ category }) => category),
    nowMs,
  );
  const ids = changed.map(({ productId }) => productId);
  const pairs = JSON.stringify(
    members.map(({ productId, category }) => [productId, category.slug]),
  );
  const insertMembers = sql`
    insert into ${productCategories} (product_id, category_id, position)
    select member.value ->> 0, c.id, 0
    from json_each(${pairs}) member join ${categories} c on c.slug = member.value ->> 1`;
  return [
    ...(rows.length > 0 ? [insertRows(db, categories, rows, keep)] : []),
    ...(ids.length > 0
      ? [db.write.delete(productCategories).where(inArray(productCategories.productId, ids))]
      : []),
    ...(members.length > 0 ? [db.write.run(insertMembers)] : []),
  ];
};
