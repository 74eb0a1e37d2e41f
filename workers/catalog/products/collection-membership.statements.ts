import { type SQL, sql } from "drizzle-orm";
import { isAvailable } from "#catalog/products/availability.statements";
import { categories, productCategories } from "#db/catalog/category.schema";
import { collectionProducts, collectionRules, collections } from "#db/catalog/collection.schema";
import { variantPrices } from "#db/catalog/price.schema";
import { products, variants } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";

/** Builds the place of the listings of a collection from its id. */
export const placeOfCollection = (id: SQL) => sql`'k:' || ${id}`;

const requestedIds = (productIds: readonly string[]) =>
  sql`(select value as id from json_each(${JSON.stringify(productIds)}))`;

/** The facts of products that a rule can name: tags, categories with those above, brand, stock, title. */
const factsOf = (productIds: readonly string[]) => sql`
  select p.id as product_id, 'tag' as field, tag.value as value
  from ${requestedIds(productIds)} q join ${products} p on p.id = q.id
  join json_each(coalesce(p.tag_keys, p.tags)) tag
  union
  select member.product_id, 'category', c.id
  from ${requestedIds(productIds)} q
  join ${productCategories} member on member.product_id = q.id
  join ${categories} own on own.id = member.category_id
  join json_each(own.path) above
  join ${categories} c on c.slug = above.value
  union all
  select p.id, 'brand', lower(p.brand)
  from ${requestedIds(productIds)} q join ${products} p on p.id = q.id where p.brand is not null
  union all
  select p.id, 'title', p.title_key
  from ${requestedIds(productIds)} q join ${products} p on p.id = q.id
  union all
  select q.id, 'inStock', iif(exists (select 1 from ${variants} v
    where v.product_id = q.id and v.removed_at is null and ${isAvailable}), 'true', 'false')
  from ${requestedIds(productIds)} q`;

/** The numbers of products that a rule can compare: the lowest price of each currency, and the time of creation. */
const numbersOf = (productIds: readonly string[]) => sql`
  select v.product_id, 'price' as field, price.currency as value, min(price.amount_minor) as number
  from ${requestedIds(productIds)} q
  join ${variants} v on v.product_id = q.id and v.removed_at is null
  join ${variantPrices} price on price.variant_id = v.id
  group by v.product_id, price.currency
  union all
  select p.id, 'createdAt', '', p.created_at
  from ${requestedIds(productIds)} q join ${products} p on p.id = q.id`;

/** A product and the rule of a collection that it matches, for each kind of rule. `r` is among `rules`. */
const hitsOf = (productIds: readonly string[], rules: SQL) => sql`
  select f.product_id, r.collection_id from facts f
  cross join ${rules} r on r.op = 'is' and r.field = f.field and r.value = f.value
  union all
  select q.id, r.collection_id from ${rules} r
  cross join ${requestedIds(productIds)} q
  where r.op = 'isNot' and not exists (select 1 from facts f
    where f.product_id = q.id and f.field = r.field and f.value = r.value)
  union all
  select n.product_id, r.collection_id from numbers n
  cross join ${rules} r on r.op = 'lessThan' and r.field = n.field and r.value = n.value
  where n.number < r.number
  union all
  select n.product_id, r.collection_id from numbers n
  cross join ${rules} r on r.op = 'greaterThan' and r.field = n.field and r.value = n.value
  where n.number > r.number
  union all
  select f.product_id, r.collection_id from facts f
  cross join ${rules} r on r.op = 'contains' and r.field = f.field
  where instr(f.value, r.value) > 0
  union all
  select f.product_id, r.collection_id from facts f
  cross join ${rules} r on r.op = 'startsWith' and r.field = f.field
  where substr(f.value, 1, length(r.value)) = r.value`;

const matchesAmong = (productIds: readonly string[], rules: SQL) => sql`
  with facts as materialized (${factsOf(productIds)}),
  numbers as materialized (${numbersOf(productIds)}),
  hits as (${hitsOf(productIds, rules)})
  select c.id as collection_id, h.product_id as product_id
  from hits h cross join ${collections} c on c.id = h.collection_id
  group by h.product_id, c.id having count(*) >= c.needed`;

/**
 * Selects which of the products match which rule collections. The facts of a product find the rules by an index,
 * so the cost depends on the rules that match and not on all rules of the shop.
 */
export const matchesStatement = (productIds: readonly string[]) =>
  matchesAmong(productIds, sql`${collectionRules}`);

/** Selects which of the products match the rules of one collection. */
export const matchesOf = (collectionId: string, productIds: readonly string[]) =>
  matchesAmong(
    productIds,
    sql`(select * from ${collectionRules} own where own.collection_id = ${collectionId})`,
  );

/** Replaces the membership of products in rule collections. Belongs before their listings are written. */
export const refreshMembership = (
  { write }: Database,
  productIds: readonly string[],
): Statement[] => [
  write.run(sql`
    delete from ${collectionProducts}
    where product_id in (select id from ${requestedIds(productIds)})
      and collection_id in (select c.id from ${collections} c where c.kind = 'rule')`),
  write.run(sql`
    insert into ${collectionProducts} (collection_id, product_id, position)
    select matched.collection_id, matched.product_id, 0
    from (${matchesStatement(productIds)}) matched
    join ${products} p on p.id = matched.product_id`),
];
