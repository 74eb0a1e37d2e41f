import { type SQL, sql } from "drizzle-orm";
import type { ExistingProduct, ExistingVariant } from "#catalog/import/import-plan.rules";
import { fieldsIn, type ImportedProduct } from "#catalog/import/imported.rules";
import { brandKeyOf } from "#catalog/products/brand.rules";
import { holds } from "#catalog/products/rows.statements";
import { categories, categoryRedirects, productCategories } from "#db/catalog/category.schema";
import { variantPrices } from "#db/catalog/price.schema";
import { products, variants } from "#db/catalog/product.schema";
import type { Database } from "#db/client";
import { foldCase } from "#kernel/fold";

const flag = (condition: SQL) => sql`json(iif(${condition}, 'true', 'false'))`;

const OF_PRODUCT = sql`${productCategories} member
  join ${categories} c on c.id = member.category_id and c.deleted_at is null
  where member.product_id = ${products.id}`;

/**
 * Whether the category of the file is the main category of a row of products: by its slug, a former slug, or its name,
 * which an export writes.
 */
const hasCategory = sql`case when imported.value -> '$.category' = 'null'
  then not exists (select 1 from ${OF_PRODUCT})
  else coalesce((
    select c.slug = imported.value ->> '$.category.slug' or c.name = imported.value ->> '$.category.name'
      or exists (select 1 from ${categoryRedirects} former
        where former.slug = imported.value ->> '$.category.slug' and former.category_id = c.id)
    from ${OF_PRODUCT} order by member.position limit 1), 0) end`;

/** Lists what files have of pictures. An empty text stands for the title, as in a file. */
const picturesIn = (media: SQL) => sql`(
  select json_group_array(json_array(m.value ->> 'url',
    coalesce(nullif(m.value ->> 'alt', ''), ${products.title})) order by m.key)
  from json_each(${media}) m)`;

/** Compares a row of products with the file, in the columns that the file has. */
const equals = (file: ImportedProduct) => {
  const fields = fieldsIn(file).filter((field) => field !== "media");
  const conditions = [
    ...holds(products, fields, sql`imported.value`),
    ...(file.tags === undefined ? [] : holds(products, ["tagKeys"], sql`imported.value`)),
    ...(file.brand === undefined ? [] : holds(products, ["brandKey"], sql`imported.value`)),
    sql`json_patch(${products.attributes}, imported.value -> '$.attributes') = ${products.attributes}`,
    sql`json_patch(${products.keptCells}, imported.value -> '$.kept') = ${products.keptCells}`,
  ];
  if (file.media !== undefined)
    conditions.push(
      sql`${picturesIn(sql`imported.value -> '$.media'`)} = ${picturesIn(sql`${products.media}`)}`,
    );
  if (file.category !== undefined) conditions.push(hasCategory);
  return sql.join(conditions, sql` and `);
};

const variantsJson = (currency: string) => sql`(
  select json_group_array(json_object(
    'id', v.id, 'position', v.position, 'sku', v.sku, 'title', v.title, 'options', json(v.options),
    'image', v.image, 'barcode', v.barcode, 'weightGrams', v.weight_grams,
    'unitMeasure', v.unit_measure, 'kept', json(v.kept_cells),
    'policy', v.inventory_policy, 'tracked', ${flag(sql`v.tracked`)},
    'counted', ${flag(sql`v.counted`)}, 'removed', ${flag(sql`v.removed_at is not null`)},
    'amountMinor', price.amount_minor, 'compareAtMinor', price.compare_at_minor
  ) order by v.position)
  from ${variants} v
  left join ${variantPrices} price on price.variant_id = v.id and price.currency = ${currency}
  where v.product_id = ${products.id})`;

type Row = Omit<ExistingProduct, "same" | "sameCategory" | "options" | "variants" | "media"> &
  Record<"options" | "variants" | "media", string> &
  Record<"same" | "sameCategory", number>;

/**
 * Returns the stored products of a batch by slug, in one statement. The database compares the texts, so
 * that they need not be transferred.
 */
export const existingProducts = async (
  { read }: Database,
  { batch, currency }: { batch: readonly ImportedProduct[]; currency: string },
): Promise<Map<string, ExistingProduct>> => {
  const [file] = batch;
  if (!file) return new Map();
  const imported = batch.map(({ variants: _variants, options: _options, ...product }) => ({
    ...product,
    tagKeys: product.tags?.map(foldCase),
    brandKey: product.brand === undefined ? undefined : brandKeyOf(product.brand),
  }));
  const rows = await read.all<Row>(sql`
    select ${products.id}, ${products.slug}, ${products.version}, ${products.status}, ${products.options},
      ${products.media}, ${equals(file)} as same, ${hasCategory} as sameCategory, ${variantsJson(currency)} as variants
    from json_each(${JSON.stringify(imported)}) imported
    cross join ${products} on ${products.slug} = imported.value ->> 'slug'`);
  return new Map(
    rows.map(({ options, media, variants: variantsText, same, sameCategory, ...row }) => [
      row.slug,
      {
        ...row,
        same: same === 1,
        sameCategory: sameCategory === 1,
        media: JSON.parse(media) as ExistingProduct["media"],
        options: JSON.parse(options) as ExistingProduct["options"],
        variants: JSON.parse(variantsText) as ExistingVariant[],
      },
    ]),
  );
};
