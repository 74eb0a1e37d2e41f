import { type SQL, sql } from "drizzle-orm";
import { isAvailable } from "#catalog/products/availability.statements";
import {
  categoriesJson,
  descriptionHtml,
  flag,
  isoTime,
  orNull,
  returnPolicyJson,
} from "#catalog/products/product-json.statements";
import { translationsJson } from "#catalog/translations/translation.statements";
import { variantPrices } from "#db/catalog/price.schema";
import { bundleParts, productRedirects, products, variants } from "#db/catalog/product.schema";

const timeOrNull = (column: SQL) => sql`iif(${column} is null, null, ${isoTime(column)})`;

const pricesJson = sql`
  select json_group_array(json_object(
    'currency', price.currency, 'amount', price.amount_minor, 'compareAt', price.compare_at_minor
  ) order by price.currency)
  from ${variantPrices} price where price.variant_id = v.id`;

const partsJson = sql`
  select json_group_array(json_object('variantId', needed.part_id, 'quantity', needed.quantity)
    order by needed.position)
  from ${bundleParts} needed where needed.variant_id = v.id`;

const DIMENSIONS = sql`json_object(
  'lengthMm', v.length_mm, 'widthMm', v.width_mm, 'heightMm', v.height_mm)`;

/** The members of a row `v` of variants that staff see. */
const variantMembers = sql`
  'id', v.id,
  'sku', v.sku,
  'barcode', v.barcode,
  'title', v.title,
  'options', json(v.options),
  'prices', json((${pricesJson})),
  'image', v.image,
  'inventoryPolicy', v.inventory_policy,
  'tracked', ${flag(sql`v.tracked`)},
  'available', ${flag(isAvailable)},
  'weightGrams', v.weight_grams,
  'dimensions', ${orNull(sql`v.length_mm`, DIMENSIONS)},
  'unitPriceMeasure', json(v.unit_measure),
  'parts', json((${partsJson}))`;

/** Builds the API's AdminVariant from a row `v` of variants and a row `p` of products. */
const adminVariantJson = sql`json_object(
  ${variantMembers}, 'productId', p.id, 'productVersion', p.version)`;

const variantsJson = sql`
  select json_group_array(json_object(${variantMembers}) order by v.position, v.id)
  from ${variants} v where v.product_id = p.id and v.removed_at is null`;

const formerSlugsJson = sql`
  select json_group_array(former.slug order by former.created_at)
  from ${productRedirects} former where former.product_id = p.id`;

const translatedOptionsJson = sql`(
  select json_group_array(json_object('name', o.value ->> '$.name', 'values', o.value -> '$.values')
    order by o.key)
  from json_each(t.options) o)`;

const productTranslationsJson = translationsJson(
  sql`p.id`,
  sql`'title', t.title, 'description', t.description, 'descriptionHtml', t.description_html,
    'slug', t.slug, 'options', ${orNull(sql`t.options`, translatedOptionsJson)},
    'seo', json_object('title', t.seo_title, 'description', t.seo_description)`,
);

/** Builds the API's AdminProduct from a row `p` of products. */
export const adminProductJson = sql`json_object(
  'id', p.id,
  'version', p.version,
  'slug', p.slug,
  'formerSlugs', json((${formerSlugsJson})),
  'title', p.title,
  'description', p.description,
  'descriptionHtml', ${descriptionHtml},
  'brand', p.brand,
  'status', p.status,
  'type', p.type,
  'media', json(p.media),
  'options', json(p.options),
  'variants', json((${variantsJson})),
  'categories', json((${categoriesJson})),
  'tags', json(p.tags),
  'attributes', json(p.attributes),
  'taxClass', p.tax_class,
  'returnPolicy', ${returnPolicyJson},
  'seo', json_object('title', p.seo_title, 'description', p.seo_description),
  'translations', json(${productTranslationsJson}),
  'publishAt', ${timeOrNull(sql`p.publish_at`)},
  'unpublishAt', ${timeOrNull(sql`p.unpublish_at`)},
  'publishedAt', ${timeOrNull(sql`p.published_at`)},
  'createdAt', ${isoTime(sql`p.created_at`)},
  'updatedAt', ${isoTime(sql`p.updated_at`)}
)`;

/** Builds the API's ListedAdminProduct from a row `p` of products. */
export const listedProductJson = sql`json_object(
  'id', p.id,
  'version', p.version,
  'slug', p.slug,
  'title', p.title,
  'brand', p.brand,
  'status', p.status,
  'type', p.type,
  'image', json(coalesce(p.media -> '$[0]', 'null')),
  'variantCount', (select count(*) from ${variants} v
    where v.product_id = p.id and v.removed_at is null),
  'publishAt', ${timeOrNull(sql`p.publish_at`)},
  'unpublishAt', ${timeOrNull(sql`p.unpublish_at`)},
  'createdAt', ${isoTime(sql`p.created_at`)},
  'updatedAt', ${isoTime(sql`p.updated_at`)}
)`;

/** A product by its id, or by the id of one of its variants. */
export type Named = { productId: string } | { variantId: string };

/** Selects the JSON of a product or of a variant, as the answer of its change. */
export const viewOf = (named: Named) =>
  "productId" in named
    ? sql<string>`(select ${adminProductJson} from ${products} p where p.id = ${named.productId})`
    : sql<string>`(select ${adminVariantJson} from ${variants} v
        join ${products} p on p.id = v.product_id where v.id = ${named.variantId})`;
