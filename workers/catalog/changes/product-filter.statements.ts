import { type SQL, sql } from "drizzle-orm";
import type { ProductFilter } from "#catalog/admin-products.contract";
import { collectionProducts, collections } from "#db/catalog/collection.schema";
import { variants } from "#db/catalog/product.schema";
import { titleKeyOf } from "#kernel/fold";

const ofCollection = (named: string) => sql`p.id in (
  select member.product_id from ${collectionProducts} member where member.collection_id in (
    select k.id from ${collections} k where k.id = ${named} and k.deleted_at is null
    union all
    select k.id from ${collections} k where k.slug = ${named} and k.deleted_at is null))`;

/** Selects the ids of the products with a variant of this SKU or barcode. */
export const withCode = (code: string) => sql`
  select v.product_id from ${variants} v where v.sku = ${code} and v.removed_at is null
  union all
  select v.product_id from ${variants} v where v.barcode = ${code} and v.removed_at is null`;

/** Returns the conditions on a row `p` of products, except those of `q`. */
export const membershipConditions = ({ status, collection }: Omit<ProductFilter, "q">): SQL[] => [
  ...(status === undefined ? [] : [sql`p.status = ${status}`]),
  ...(collection === undefined ? [] : [ofCollection(collection)]),
];

const found = (q: string) => {
  const prefix = titleKeyOf(q);
  return sql`iif(exists(${withCode(q)}), p.id in (${withCode(q)}),
    p.title_key > ${prefix} and p.title_key < ${`${prefix}\u{10ffff}`} or p.title_key = ${prefix})`;
};

/** Returns the condition that a row `p` of products is one that staff mean. */
export const filterCondition = ({ q, ...rest }: ProductFilter): SQL =>
  sql.join(
    [sql`true`, ...membershipConditions(rest), ...(q === undefined ? [] : [found(q)])],
    sql` and `,
  );
