import { sql } from "drizzle-orm";
import type { PlannedProduct } from "#catalog/import/import-plan.rules";
import { fieldsIn, type ImportedProduct } from "#catalog/import/imported.rules";
import { insertRows, replace } from "#catalog/products/rows.statements";
import { variantPrices } from "#db/catalog/price.schema";
import { products, variants } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";
import { foldCase, titleKeyOf } from "#kernel/fold";

/** The planned products that one batch writes. */
export interface ImportBatch {
  plans: readonly PlannedProduct[];
  currency: string;
  nowMs: number;
}

/** Merges attributes: one without a column in the file stays, one with an empty cell is removed. */
const replaceProduct = (file: ImportedProduct) => {
  const fields = fieldsIn(file);
  const derived = [
    ...(fields.includes("title") ? (["titleKey"] as const) : []),
    ...(fields.includes("tags") ? (["tagKeys"] as const) : []),
  ];
  const assignments = replace(
    products,
    ["id"],
    [...fields, ...derived, "options", "version", "updatedAt"],
  );
  return sql`${assignments}, attributes = json_patch(${products.attributes}, excluded.attributes)`;
};

const REPLACE_VARIANT = replace(
  variants,
  ["id"],
  [
    "position",
    "sku",
    "title",
    "options",
    "image",
    "inventoryPolicy",
    "tracked",
    "counted",
    "removedAt",
  ],
);
const REPLACE_PRICE = replace(
  variantPrices,
  ["variantId", "currency"],
  ["amountMinor", "compareAtMinor"],
);

const withoutEmpty = (attributes: Record<string, string | null>) =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));

/** A column that the file lacks gets the default of a new product. */
const productRow = ({ id, product, options, fromVersion }: PlannedProduct, nowMs: number) => ({
  id,
  slug: product.slug,
  title: product.title ?? "",
  titleKey: titleKeyOf(product.title ?? ""),
  description: product.description ?? "",
  descriptionHtml: product.descriptionHtml ?? "",
  brand: product.brand ?? null,
  status: product.status ?? ("published" as const),
  media: product.media ?? [],
  options,
  tags: product.tags ?? [],
  tagKeys: (product.tags ?? []).map(foldCase),
  attributes: (fromVersion === 0 ? withoutEmpty(product.attributes) : product.attributes) as Record<
    string,
    string
  >,
  seoTitle: product.seoTitle ?? null,
  seoDescription: product.seoDescription ?? null,
  version: fromVersion + 1,
  createdAt: nowMs,
  updatedAt: nowMs,
});

/** Inserts new products and updates existing ones. Fails on the slug if another import created one. */
export const writeProducts = (db: Database, { plans, nowMs }: ImportBatch): Statement[] =>
  plans.slice(0, 1).map(({ product }) =>
    insertRows(
      db,
      products,
      plans.map((plan) => productRow(plan, nowMs)),
      replaceProduct(product),
    ),
  );

/** Touches the existing products that still have the version their plan is based on. */
export const matchVersions = (db: Database, existing: readonly PlannedProduct[]): Statement => {
  const pairs = JSON.stringify(existing.map(({ id, fromVersion }) => [id, fromVersion]));
  return db.write.run(sql`
    update ${products} set version = ${products.version} from json_each(${pairs}) pair
    where ${products.id} = pair.value ->> 0 and ${products.version} = pair.value ->> 1`);
};

const changedVariants = ({ variants: all }: PlannedProduct) =>
  all.filter(({ outcome }) => outcome !== "unchanged");

const variantRows = (plan: PlannedProduct) =>
  changedVariants(plan).map(({ id, content, openingQuantity, counted }) => ({
    id,
    productId: plan.id,
    position: content.position,
    sku: content.sku,
    title: content.title,
    options: content.options,
    image: content.image,
    inventoryPolicy: content.policy,
    tracked: content.tracked,
    inStock: counted && (openingQuantity ?? 0) > 0,
    openingQuantity: openingQuantity ?? 0,
    counted,
    removedAt: null,
  }));

const priceRows = (plan: PlannedProduct, currency: string) =>
  changedVariants(plan).flatMap(({ id, content: { amountMinor, compareAtMinor } }) =>
    amountMinor === null ? [] : [{ variantId: id, currency, amountMinor, compareAtMinor }],
  );

const removeVariants = ({ write }: Database, ids: readonly string[], nowMs: number) =>
  write.run(sql`update ${variants} set removed_at = ${nowMs}
    where id in (select value from json_each(${JSON.stringify(ids)}))`);

/** Writes changed variants with their prices, and removes those that the file no longer names. */
export const writeVariants = (
  db: Database,
  { plans, currency, nowMs }: ImportBatch,
): Statement[] => {
  const changed = plans.flatMap(variantRows);
  const prices = plans.flatMap((plan) => priceRows(plan, currency));
  const removedIds = plans.flatMap((plan) => plan.removedIds);
  return [
    ...(changed.length > 0 ? [insertRows(db, variants, changed, REPLACE_VARIANT)] : []),
    ...(prices.length > 0 ? [insertRows(db, variantPrices, prices, REPLACE_PRICE)] : []),
    ...(removedIds.length > 0 ? [removeVariants(db, removedIds, nowMs)] : []),
  ];
};

/** Schedules a message to orders for existing variants: counting begins, or the SKU changes. */
export const scheduleStockUpdates = (db: Database, { plans }: ImportBatch): Statement[] => {
  const updates = plans
    .flatMap(changedVariants)
    .filter(({ stockUpdate }) => stockUpdate !== null)
    .map(({ id, stockUpdate, openingQuantity }) => {
      const begins = stockUpdate === "opening";
      return { id, begins, quantity: begins ? openingQuantity : null };
    });
  if (updates.length === 0) return [];
  const opening = sql`coalesce(entry.value ->> 'quantity', opening_quantity)`;
  return [
    db.write.run(sql`
      update ${variants} set stock_opened_at = null, opening_quantity = ${opening},
        in_stock = in_stock or (entry.value ->> 'begins' and ${opening} > 0)
      from json_each(${JSON.stringify(updates)}) entry where ${variants.id} = entry.value ->> 'id'`),
  ];
};
