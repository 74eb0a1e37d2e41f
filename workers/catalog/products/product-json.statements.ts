import { type SQL, sql } from "drizzle-orm";
import { isAvailable } from "#catalog/products/availability.statements";
import { partsJson, translatedPartsJson } from "#catalog/products/bundle-parts.statements";
import { lowestPrice } from "#catalog/products/lowest-price.statements";
import {
  currencyOf,
  isPricedForMembers,
  marketJson,
  marketLocale,
  offersJson,
  type Pricing,
} from "#catalog/products/offers.statements";
import { ratingJson } from "#catalog/products/rating.statements";
import { localesJson, ownerTextsJson, productTextsJson } from "#catalog/texts/texts.statements";
import { categories, productCategories } from "#db/catalog/category.schema";
import { variantPrices } from "#db/catalog/price.schema";
import { variants } from "#db/catalog/product.schema";

/** Converts a column of epoch milliseconds to RFC 3339. */
export const isoTime = (column: SQL) =>
  sql`strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`;

export const orNull = (column: SQL, json: SQL) =>
  sql`json(iif(${column} is null, 'null', ${json}))`;
export const flag = (condition: SQL) => sql`json(iif(${condition}, 'true', 'false'))`;
const money = (amount: SQL) => sql`json_object('amount', ${amount}, 'currency', price.currency)`;

const partsIn = ({ languages, ...pricing }: Pricing) =>
  languages ? translatedPartsJson(languages, marketLocale(pricing)) : partsJson;

const variantsJson = (pricing: Pricing) => sql`
  select json_group_array(json_object(
    'id', v.id,
    'sku', v.sku,
    'barcode', v.barcode,
    'title', v.title,
    'options', json(v.options),
    'price', ${money(sql`price.amount_minor`)},
    'offers', json(${offersJson(pricing)}),
    'compareAtPrice', ${orNull(sql`price.compare_at_minor`, money(sql`price.compare_at_minor`))},
    'lowestMinor', ${lowestPrice(pricing)},
    'unitMeasure', json(v.unit_measure),
    'available', ${flag(isAvailable)},
    'preorderUntil', iif(v.tracked and v.preorder_until > ${pricing.nowMs}, v.preorder_until, null),
    'inventoryPolicy', v.inventory_policy,
    'parts', json(iif(p.type = 'bundle', ${partsIn(pricing)}, '[]')),
    'tracked', ${flag(sql`v.tracked`)},
    'weightGrams', v.weight_grams,
    'image', v.image
  ) order by v.position)
  from ${variants} v
  join ${variantPrices} price on price.variant_id = v.id and price.currency = ${currencyOf(pricing)}
  where v.product_id = p.id and v.removed_at is null`;

/** Builds the categories of a row `p` of products. `more` are further members of a row `c` of categories. */
const categoriesWith = (more: SQL) => sql`
  select json_group_array(json_object('id', c.id, 'slug', c.slug, 'name', c.name${more}) order by member.position)
  from ${productCategories} member
  join ${categories} c on c.id = member.category_id and c.deleted_at is null
  where member.product_id = p.id`;

export const categoriesJson = categoriesWith(sql``);

/** Builds the texts of a row `p` of products and of its categories, and what decides on their language. */
const textMembers = ({ languages, ...pricing }: Pricing) =>
  languages === undefined
    ? sql`'categories', json((${categoriesJson}))`
    : sql`
  'texts', json(${productTextsJson(sql`p.id`, languages, marketLocale(pricing))}),
  'locales', json(${localesJson}),
  'marketLocale', ${marketLocale(pricing) ?? sql`null`},
  'categories', json((${categoriesWith(
    sql`, 'texts', json(${ownerTextsJson(sql`c.id`, languages, marketLocale(pricing))})`,
  )}))`;

const ENTITIES = [
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ["\n", "<br>"],
] as const;

/** The HTML of a row `p` of products; of a product that has the text only, a paragraph. */
export const descriptionHtml = sql`coalesce(p.description_html, iif(p.description = '', '', '<p>' ||
  ${ENTITIES.reduce((text, [sign, html]) => sql`replace(${text}, ${sign}, ${html})`, sql`p.description`)}
  || '</p>'))`;

/** Builds the return policy of a row `p` of products. */
export const returnPolicyJson = sql`json_object('returnable', ${flag(sql`p.returnable`)},
  'windowDays', p.return_window_days)`;

/**
 * Builds the API's Product from a row `p` of products. The database builds the JSON, so that a page of
 * any size is one statement. Leaves out variants without a price in the currency. Prices of lists are beside those
 * of the variants, and texts in other languages beside those of the shop's own, for `shownProduct`.
 */
export const productJson = (pricing: Pricing) => sql`json_object(
  'id', p.id,
  'slug', p.slug,
  'title', p.title,
  'description', p.description,
  'descriptionHtml', ${descriptionHtml},
  'brand', p.brand,
  'status', p.status,
  'type', p.type,
  'media', json(p.media),
  'options', json(p.options),
  'variants', json((${variantsJson(pricing)})),
  ${textMembers(pricing)},
  'tags', json(p.tags),
  'attributes', json(p.attributes),
  'seo', json_object('title', p.seo_title, 'description', p.seo_description),
  'returnPolicy', ${returnPolicyJson},
  'rating', ${ratingJson},
  'market', json(${marketJson(pricing)}),
  'isPricedForMembers', ${flag(isPricedForMembers)},
  'createdAt', ${isoTime(sql`p.created_at`)},
  'updatedAt', ${isoTime(sql`p.updated_at`)}
)`;
