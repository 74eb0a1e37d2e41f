import { sql } from "drizzle-orm";
import { isAvailable } from "#catalog/products/availability.statements";
import { placeOf } from "#catalog/products/category-slug.statements";
import {
  placeOfCollection,
  refreshMembership,
} from "#catalog/products/collection-membership.statements";
import { marketKeyOf } from "#catalog/products/market-prices.statements";
import { ratingKeyOf } from "#catalog/products/rating.statements";
import { shownMinor } from "#catalog/products/shown-prices.statements";
import { categories, productCategories } from "#db/catalog/category.schema";
import { collectionProducts } from "#db/catalog/collection.schema";
import { listings } from "#db/catalog/listing.schema";
import { marketPrices, variantPrices } from "#db/catalog/price.schema";
import { products, variants } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";

const idsOf = (productIds: readonly string[]) =>
  sql`(select value as id from json_each(${JSON.stringify(productIds)}))`;

/** The prices of products in the markets where one of their variants has another one than for guests. */
const pricedInMarkets = (productIds: readonly string[]) => sql`
    select p.id, p.created_at, p.title_key, ${marketKeyOf(sql`d.market_id`, sql`d.currency`)},
      min(coalesce(own.amount_minor, ${shownMinor})), max(${isAvailable})
    from (
      select distinct v.product_id as id, other.market_id, other.currency
      from ${idsOf(productIds)} requested
      cross join ${variants} v on v.product_id = requested.id and v.removed_at is null
      cross join ${marketPrices} other on other.variant_id = v.id
    ) d
    cross join ${products} p on p.id = d.id and p.status = 'published'
    cross join ${variants} v on v.product_id = p.id and v.removed_at is null
    cross join ${variantPrices} price on price.variant_id = v.id and price.currency = d.currency
    left join ${marketPrices} own on own.variant_id = v.id and own.market_id = d.market_id
      and own.currency = d.currency
    group by p.id, d.market_id, d.currency`;

/** The rows `wanted` of products: one for each of their places and currencies, and markets. */
const wantedOf = (productIds: readonly string[]) => sql`
  priced as materialized (
    select p.id, p.created_at, p.title_key, price.currency,
      min(${shownMinor}) as price_minor,
      max(${isAvailable}) as in_stock
    from ${idsOf(productIds)} requested
    join ${products} p on p.id = requested.id and p.status = 'published'
    join ${variants} v on v.product_id = p.id and v.removed_at is null
    join ${variantPrices} price on price.variant_id = v.id
    group by p.id, price.currency
    union all
    ${pricedInMarkets(productIds)}
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
    select p.id, 'b:' || p.brand_key
    from ${idsOf(productIds)} requested
    join ${products} p on p.id = requested.id and p.brand_key <> ''
    union
    select p.id, 't:' || lower(tag.value)
    from ${idsOf(productIds)} requested
    join ${products} p on p.id = requested.id
    join json_each(coalesce(p.tag_keys, p.tags)) tag
  ), wanted as materialized (
    select priced.id, place, currency, created_at, price_minor, title_key, in_stock
    from priced join places on places.id = priced.id
  )`;

/**
 * Makes the listings of products, and their membership in rule collections, what the products say. Belongs at the
 * end of every batch that changes visibility, title, prices, availability, categories, brand or tags of a product.
 * Rows that stay as they are are not written, because each costs four indexes.
 */
export const refreshListings = (db: Database, productIds: readonly string[]): Statement[] => [
  ...refreshMembership(db, productIds),
  db.write.run(sql`
    with ${wantedOf(productIds)}
    delete from ${listings} where product_id in ${idsOf(productIds)} and not exists (
      select 1 from wanted w where w.id = ${listings.productId} and w.place = ${listings.place}
        and w.currency = ${listings.currency})`),
  db.write.run(sql`
    with ${wantedOf(productIds)}
    insert into ${listings} (product_id, place, currency, created_at, price_minor, title_key, in_stock, rating)
    select id, place, currency, created_at, price_minor, title_key, in_stock, ${ratingKeyOf(sql`wanted.id`)}
    from wanted where true
    on conflict (product_id, place, currency) do update set created_at = excluded.created_at,
      price_minor = excluded.price_minor, title_key = excluded.title_key, in_stock = excluded.in_stock
    where (${listings.createdAt}, ${listings.priceMinor}, ${listings.titleKey}, ${listings.inStock})
      is not (excluded.created_at, excluded.price_minor, excluded.title_key, excluded.in_stock)`),
];
