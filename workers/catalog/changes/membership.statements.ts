import { type SQL, sql } from "drizzle-orm";
import type { CategoriesChange, ProductChange } from "#catalog/changes/product-change.rules";
import { insertRows, keep } from "#catalog/products/rows.statements";
import { categories, categoryRedirects, productCategories } from "#db/catalog/category.schema";
import { translations } from "#db/catalog/translation.schema";
import type { Database, Statement } from "#db/client";
import { newId } from "#kernel/ids";

interface CategoryName {
  slug: string;
  name: string;
}

/**
 * The id of the category that a file means: that of the slug, else the one that had the slug, else one of the name,
 * because staff may rename a category; null if there is none.
 */
const idOf = ({ slug, name }: Record<keyof CategoryName, SQL>) => sql`coalesce(
  (select own.id from ${categories} own where own.slug = ${slug} and own.deleted_at is null),
  (select t.owner_id from ${translations} t where t.kind = 'category' and t.slug = ${slug}),
  (select own.id from ${categoryRedirects} former
    join ${categories} own on own.id = former.category_id and own.deleted_at is null
    where former.slug = ${slug}),
  (select min(own.id) from ${categories} own where own.name = ${name} and own.deleted_at is null))`;

/** Missing categories become roots; staff move them later. */
const createCategories = (
  db: Database,
  named: readonly CategoryName[],
  nowMs: number,
): Statement[] => {
  const rows = [...new Map(named.map((category) => [category.slug, category])).values()].map(
    ({ slug, name }) => {
      const id = newId("category", nowMs);
      const path = [slug];
      return { id, slug, name, path, listingKey: id, createdAt: nowMs, updatedAt: nowMs };
    },
  );
  const missing = { slug: sql`value ->> '$.slug'`, name: sql`value ->> '$.name'` };
  return rows.length > 0
    ? [insertRows(db, categories, rows, sql`and ${idOf(missing)} is null ${keep}`)]
    : [];
};

const insertMembers = (db: Database, pairs: readonly unknown[], matches: SQL): Statement[] =>
  pairs.length === 0
    ? []
    : [
        db.write.run(sql`
          insert into ${productCategories} (product_id, category_id, position)
          select member.value ->> 0, c.id, member.value ->> 2
          from json_each(${JSON.stringify(pairs)}) member
          join ${categories} c on ${matches} and c.deleted_at is null
          where true on conflict do nothing`),
      ];

const namedIn = (change: CategoriesChange) => ("named" in change ? change.named : null);
const idsIn = (change: CategoriesChange): readonly string[] => {
  if ("ids" in change) return change.ids;
  return "added" in change ? change.added : [];
};

/** Puts products into categories, in the order of the ids. Creates a missing category of a name. */
export const membershipStatements = (
  db: Database,
  { changes, nowMs }: { changes: readonly ProductChange[]; nowMs: number },
): Statement[] => {
  const given = changes.flatMap(({ id, categories: change }) => (change ? [{ id, change }] : []));
  const replaced = given.filter(({ change }) => !("added" in change)).map(({ id }) => id);
  const named = given.flatMap(({ change }) => namedIn(change) ?? []);
  const bySlug = given.flatMap(({ id, change }) => {
    const category = namedIn(change);
    return category ? [[id, category.slug, 0, category.name]] : [];
  });
  // Added categories come behind all others.
  const byId = given.flatMap(({ id, change }) =>
    idsIn(change).map((category, at) => [id, category, "added" in change ? 1000 + at : at]),
  );
  const deleteReplaced = sql`delete from ${productCategories}
    where product_id in (select value from json_each(${JSON.stringify(replaced)}))`;
  return [
    ...createCategories(db, named, nowMs),
    ...(replaced.length > 0 ? [db.write.run(deleteReplaced)] : []),
    ...insertMembers(
      db,
      bySlug,
      sql`c.id = ${idOf({ slug: sql`member.value ->> 1`, name: sql`member.value ->> 3` })}`,
    ),
    ...insertMembers(db, byId, sql`c.id = member.value ->> 1`),
  ];
};
