import { sql } from "drizzle-orm";
import { isAvailable } from "#catalog/products/availability.statements";
import { categories, productCategories } from "#db/catalog/category.schema";
import { listings } from "#db/catalog/listing.schema";
import { variantPrices } from "#db/catalog/price.schema";
import { variants } from "#db/catalog/product.schema";

const categoriesJson = sql`
  select json_group_array(json_object('slug', c.slug, 'name', c.name)) from ${categories} c where c.slug in (
    select above.value from ${productCategories} member
    join ${categories} own on own.id = member.category_id
    join json_each(own.path) above
    where member.product_id = p.id)`;

/** Builds an `IndexedProduct` from a row `p` of products, with prices in the given currency. */
export const indexedJson = (currency: string) => sql`json_object(
  'id', p.id,
  'slug', p.slug,
  'title', p.title,
  'description', p.description,
  'brand', p.brand,
  'tags', json(p.tags),
  'options', json(p.options),
  'categories', json((${categoriesJson})),
  'image', json(coalesce(p.media -> '$[0]', 'null')),
  'price', (select s.price_minor from ${listings} s
    where s.product_id = p.id and s.place = '*' and s.currency = ${currency}),
  'compareAt', (select price.compare_at_minor from ${variants} v
    join ${variantPrices} price on price.variant_id = v.id and price.currency = ${currency}
    where v.product_id = p.id and v.removed_at is null order by price.amount_minor, v.position limit 1),
  'inStock', json(iif(exists (select 1 from ${variants} v where v.product_id = p.id and v.removed_at is null
    and ${isAvailable}), 'true', 'false')),
  'popularity', p.popularity,
  'createdAt', p.created_at,
  'version', p.version
)`;
