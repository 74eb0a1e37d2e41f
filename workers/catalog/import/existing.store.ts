import { type SQL, sql } from "drizzle-orm";
import type { ExistingProduct, ExistingVariant } from "#catalog/import/import-plan.rules";
import { fieldsIn, type ImportedProduct } from "#catalog/import/imported.rules";
import { holds } from "#catalog/products/rows.statements";
import { categories, productCategories } from "#db/catalog/category.schema";
import { variantPrices } from "#db/catalog/price.schema";
import { products, variants } from "#db/catalog/product.schema";
import type { Database } from "#db/client";
import { foldCase } from "#kernel/fold";

const flag = (condition: SQL) => sql`json(iif(${condition}, 'true', 'false'))`;

const categoriesOf = ({ category }: Pick<ImportedProduct, "category">) =>
  category === undefined ? undefined : category === null ? [] : [category.slug];

/** Compares a row of products with the file, in the columns that the file has. */
const equals = (file: ImportedProduct) => {
  const conditions = [
    ...holds(products, fieldsIn(file), sql`imported.value`),
    ...(file.tags === undefined ? [] : holds(products, ["tagKeys"], sql`imported.value`)),
    sql`json_patch(${products.attributes}, imported.value -> '$.attributes') = ${products.attributes}`,
  ];
  const slugs = sql`(select json_group_array(c.slug) from ${productCategories} member
    join ${categories} c on c.id = member.category_id where member.product_id = ${products.id})`;
  if (file.category !== undefined)
    conditions.push(sql`${slugs} = imported.value -> '$.categories'`);
  return sql.join(conditions, sql` and `);
};

const variantsJson = (currency: string) => sql`(
  select json_group_array(json_object(
    'id', v.id, 'position', v.position, 'sku', v.sku, 'title', v.title, 'options', json(v.options),
    'image', v.image, 'policy', v.inventory_policy, 'tracked', ${flag(sql`v.tracked`)},
    'counted', ${flag(sql`v.counted`)}, 'removed', ${flag(sql`v.removed_at is not null`)},
    'amountMinor', price.amount_minor, 'compareAtMinor', price.compare_at_minor
  ) order by v.position)
  from ${variants} v
  left join ${variantPrices} price on price.variant_id = v.id and price.currency = ${currency}
  where v.product_id = ${products.id})`;

type Row = Omit<ExistingProduct, "same" | "options" | "variants"> &
  Record<"options" | "variants", string> & { same: number };

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
    categories: categoriesOf(product),
    tagKeys: product.tags?.map(foldCase),
  }));
  const rows = await read.all<Row>(sql`
    select ${products.id}, ${products.slug}, ${products.version}, ${products.status}, ${products.options},
      ${equals(file)} as same, ${variantsJson(currency)} as variants
    from json_each(${JSON.stringify(imported)}) imported
    cross join ${products} on ${products.slug} = imported.value ->> 'slug'`);
  return new Map(
    rows.map(({ options, variants: variantsText, same, ...row }) => [
      row.slug,
      {
        ...row,
        same: same === 1,
        options: JSON.parse(options) as ExistingProduct["options"],
        variants: JSON.parse(variantsText) as ExistingVariant[],
      },
    ]),
  );
};
