import { type SQL, sql } from "drizzle-orm";
import { isAvailable } from "#catalog/products/availability.statements";
import { ratingJson } from "#catalog/products/rating.statements";
import { shownMinor } from "#catalog/products/shown-prices.statements";
import { allProductTextsJson, allTextsJson } from "#catalog/texts/texts.statements";
import { categories, productCategories } from "#db/catalog/category.schema";
import { collectionProducts, collections } from "#db/catalog/collection.schema";
import { listings } from "#db/catalog/listing.schema";
import { variantPrices } from "#db/catalog/price.schema";
import { variants } from "#db/catalog/product.schema";

const categoriesJson = sql`
  select json_group_array(json_object('slug', c.slug, 'name', c.name, 'texts', json(${allTextsJson(sql`c.id`)})))
  from ${categories} c where c.slug in (
    select above.value from ${productCategories} member
    join ${categories} own on own.id = member.category_id
    join json_each(own.path) above
    where member.product_id = p.id)`;

const collectionsJson = sql`
  select json_group_array(m.collection_id) from ${collectionProducts} m
  join ${collections} c on c.id = m.collection_id and c.deleted_at is null where m.product_id = p.id`;

const codesJson = sql`
  select json_group_array(code) from (
    select v.sku as code from ${variants} v
      where v.product_id = p.id and v.removed_at is null and v.sku is not null
    union
    select v.barcode from ${variants} v
      where v.product_id = p.id and v.removed_at is null and v.barcode is not null)`;

/** Selects from the variants of a row `p` of products that have a price in the currency. */
const priced = (selected: SQL, currency: string, order: SQL) => sql`(select ${selected}
  from ${variants} v
  join ${variantPrices} price on price.variant_id = v.id and price.currency = ${currency}
  where v.product_id = p.id and v.removed_at is null order by ${order} limit 1)`;

/** The price that a row `price` compares with, as `shownProduct` chooses it. */
const formerMinor = sql`coalesce(price.compare_at_minor,
  iif(price.shown_minor is null, null, price.amount_minor))`;
const lowestMinor = sql`iif(${formerMinor} is null, null, price.lowest_minor)`;

/** Builds an `IndexedProduct` from a row `p` of products, with prices in the given currency. */
export const indexedJson = (currency: string) => sql`json_object(
  'id', p.id,
  'slug', p.slug,
  'title', p.title,
  'titleKey', p.title_key,
  'description', p.description,
  'texts', json(${allProductTextsJson(sql`p.id`)}),
  'brand', p.brand,
  'tags', json(p.tags),
  'options', json(p.options),
  'attributes', json(p.attributes),
  'categories', json((${categoriesJson})),
  'collections', json((${collectionsJson})),
  'codes', json((${codesJson})),
  'image', json(coalesce(p.media -> '$[0]', 'null')),
  'price', (select s.price_minor from ${listings} s
    where s.product_id = p.id and s.place = '*' and s.currency = ${currency}),
  'priceMax', ${priced(shownMinor, currency, sql`${shownMinor} desc`)},
  'compareAt', ${priced(formerMinor, currency, sql`${shownMinor}, v.position`)},
  'lowest', ${priced(lowestMinor, currency, sql`${shownMinor}, v.position`)},
  'variantId', ${priced(sql`v.id`, currency, sql`${isAvailable} desc, ${shownMinor}, v.position`)},
  'inStock', json(iif(exists (select 1 from ${variants} v where v.product_id = p.id and v.removed_at is null
    and ${isAvailable}), 'true', 'false')),
  'rating', ${ratingJson},
  'popularity', p.popularity,
  'createdAt', p.created_at,
  'version', p.version
)`;
