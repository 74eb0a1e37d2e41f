import { sql } from "drizzle-orm";
import { isAvailable } from "#catalog/products/availability.statements";
import { placeOf } from "#catalog/products/category-slug.statements";
import {
  placeOfCollection,
  refreshMembership,
} from "#catalog/products/collection-membership.statements";
import { categories, productCategories } from "#db/catalog/category.schema";
import { collectionProducts } from "#db/catalog/collection.schema";
import { listings } from "#db/catalog/listing.schema";
import { variantPrices } from "#db/catalog/price.schema";
import { products, variants } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";

const idsOf = (productIds: readonly string[]) =>
  sql`(select value as id from json_each(${JSON.stringify(productIds)}))`;

/**
 * Replaces the listings of products, and their membership in rule collections. Belongs at the end of every batch that changes visibility, title,
 * prices, availability, categories, brand or tags of a product.
 */
export const refreshListings = (db: Database, productIds: readonly string[]): Statement[] => [
  ...refreshMembership(db, productIds),
  db.write.run(sql`delete from ${listings} where product_id in ${idsOf(productIds)}`),
  db.write.run(sql`
    with priced as (
      select p.id, p.created_at, p.title_key, price.currency,
        min(price.amount_minor) as price_minor,
        max(${isAvailable}) as in_stock
      from ${idsOf(productIds)} requested
      join ${products} p on p.id = requested.id and p.status = 'published'
      join ${variants} v on v.product_id = p.id and v.removed_at is null
      join ${variantPrices} price on price.variant_id = v.id
      group by p.id, price.currency
    ), places as (
      select id, '*' as place from ${idsOf(productIds)}
      union
      select member.product_id, ${placeOf}
      from ${idsOf(productIds)} requested
      join ${productCategories} member on member.product_id = requested.id
      join ${categories} own on own.id = member.category_id
      join json_each(own.path) above
      join ${categories} c on c.slug = above.value
      union
      select m.product_id, ${placeOfCollection(sql`m.collection_id`)}
      from ${idsOf(productIds)} requested
      join ${collectionProducts} m on m.product_id = requested.id
      union
      select p.id, 't:' || lower(tag.value)
      from ${idsOf(productIds)} requested
      join ${products} p on p.id = requested.id
      join json_each(coalesce(p.tag_keys, p.tags)) tag
    )
    insert into ${listings} (product_id, place, currency, created_at, price_minor, title_key, in_stock)
    select priced.id, place, currency, created_at, price_minor, title_key, in_stock
    from priced join places on places.id = priced.id`),
];
