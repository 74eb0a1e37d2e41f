import { brandKeyOf } from "#catalog/products/brand.rules";
import { refreshListings } from "#catalog/products/listings.statements";
import { insertRows, keep } from "#catalog/products/rows.statements";
import { generatedGoods } from "#catalog/seed/generated.rules";
import { CATEGORIES } from "#catalog/seed/goods.rules";
import { HOME } from "#catalog/seed/home.rules";
import { KITCHEN } from "#catalog/seed/kitchen.rules";
import { PANTRY } from "#catalog/seed/pantry.rules";
import { pickSeeded, seedCollections } from "#catalog/seed/seed-collections.store";
import {
  pictureName,
  type SeedProduct,
  seedProduct,
  unitMeasureOf,
} from "#catalog/seed/seed-product.rules";
import { ATTRIBUTES, SHOWCASE } from "#catalog/seed/showcase.rules";
import { WARDROBE } from "#catalog/seed/wardrobe.rules";
import { attributeDefinitions } from "#db/catalog/attribute.schema";
import { categories, productCategories } from "#db/catalog/category.schema";
import { variantPrices } from "#db/catalog/price.schema";
import { products, variants } from "#db/catalog/product.schema";
import { type Database, statements } from "#db/client";
import { titleKeyOf } from "#kernel/fold";
import { roundToStep } from "#kernel/money";
import type { OpeningStock } from "#orders/stock.contract";

export type { SeedProduct };

/** Products per batch, with one statement per table. */
const BATCH_PRODUCTS = 200;

interface Seeding {
  db: Database;
  products: Iterable<SeedProduct>;
  nowMs: number;
  currency: string;
  /** Where the products' pictures are; by default the address of each product's own media. */
  imagesUrl?: string | undefined;
}

/** Returns the products of the small shop for development. */
export const smallShop = (): SeedProduct[] =>
  [...PANTRY, ...KITCHEN, ...HOME, ...WARDROBE].map((goods, index) => seedProduct(goods, index));

/** Returns products for what the small shop does not show. They are older than it, and come last in lists. */
export const showcase = (): SeedProduct[] =>
  SHOWCASE.map((goods, index) => seedProduct(goods, 1000 + index));

/** Writes the attributes that products of the showcase have. */
export const seedAttributes = async ({ db, nowMs }: Pick<Seeding, "db" | "nowMs">) => {
  const rows = ATTRIBUTES.map((attribute, position) => ({
    ...{ ...attribute, position },
    ...{ createdAt: nowMs, updatedAt: nowMs },
  }));
  await db.write.insert(attributeDefinitions).values(rows).onConflictDoNothing();
};

/** Generates products by number. A number always generates the same product. */
export function* generatedProducts(from: number, count: number): Iterable<SeedProduct> {
  for (let number = from; number < from + count; number += 1) {
    const goods = generatedGoods(number);
    yield seedProduct(goods, number, `piece-${String(number).padStart(6, "0")}`);
  }
}

/** Groups products into batches. */
export function* batchesOf(products: Iterable<SeedProduct>): Iterable<SeedProduct[]> {
  let batch: SeedProduct[] = [];
  for (const product of products) {
    batch.push(product);
    if (batch.length < BATCH_PRODUCTS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Returns the first quantities of a product, which the seed books in the orders database. */
export const openingStock = ({ id, variants: all }: SeedProduct): OpeningStock[] =>
  all.map(({ id: variantId, sku, quantity }) => ({ variantId, productId: id, sku, quantity }));

/** Returns the id of the seeded category of a slug. */
export const categoryId = (slug: string) => `cat_${slug.replaceAll("-", "").padEnd(8, "0")}`;

const categoryRows = (nowMs: number) =>
  CATEGORIES.map((category, position) => {
    const parent = "parent" in category ? category.parent : null;
    return {
      id: categoryId(category.slug),
      slug: category.slug,
      name: category.name,
      description: category.description,
      parentId: parent === null ? null : categoryId(parent),
      path: parent === null ? [category.slug] : [parent, category.slug],
      position,
      createdAt: nowMs,
      updatedAt: nowMs,
    };
  });

const productRow = (product: SeedProduct, nowMs: number) => ({
  id: product.id,
  slug: product.slug,
  title: product.title,
  titleKey: titleKeyOf(product.title),
  description: product.description,
  brand: product.brand,
  brandKey: brandKeyOf(product.brand),
  status: product.status,
  type: product.type,
  publishedAt: product.status === "published" ? nowMs - product.ageMs : null,
  media: product.media,
  options: product.options,
  tags: product.tags,
  attributes: product.attributes,
  returnable: product.returnPolicy.returnable,
  returnWindowDays: product.returnPolicy.windowDays,
  popularity: product.popularity,
  createdAt: nowMs - product.ageMs,
  updatedAt: nowMs - product.ageMs,
});

const variantRows = (product: SeedProduct, nowMs: number) =>
  product.variants.map((variant, position) => ({
    id: variant.id,
    productId: product.id,
    position,
    sku: variant.sku,
    title: variant.title,
    options: variant.options,
    image: variant.picture === null ? null : (product.media[variant.picture]?.url ?? null),
    unitMeasure: unitMeasureOf(variant.options),
    inventoryPolicy: variant.inventoryPolicy,
    tracked: variant.tracked,
    counted: variant.tracked,
    inStock: variant.quantity > 0,
    openingQuantity: variant.quantity,
    stockOpenedAt: nowMs,
  }));

const priceRows = (product: SeedProduct, currency: string) =>
  product.variants.map(({ id, priceMinor, compareAtMinor }) => ({
    variantId: id,
    currency,
    amountMinor: roundToStep(priceMinor, currency),
    compareAtMinor: compareAtMinor === null ? null : roundToStep(compareAtMinor, currency),
  }));

const membershipRow = ({ id, category }: SeedProduct) => ({
  productId: id,
  categoryId: categoryId(category),
  position: 0,
});

const writeBatch = (db: Database, batch: readonly SeedProduct[], nowMs: number, currency: string) =>
  db.write.batch(
    statements([
      insertRows(
        db,
        products,
        batch.map((product) => productRow(product, nowMs)),
        keep,
      ),
      insertRows(
        db,
        variants,
        batch.flatMap((product) => variantRows(product, nowMs)),
        keep,
      ),
      insertRows(
        db,
        variantPrices,
        batch.flatMap((product) => priceRows(product, currency)),
        keep,
      ),
      insertRows(db, productCategories, batch.map(membershipRow), keep),
      ...refreshListings(
        db,
        batch.map(({ id }) => id),
      ),
    ]),
  );

const picturedAt = (imagesUrl: string, product: SeedProduct): SeedProduct => ({
  ...product,
  media: product.media.map((media, index) => ({
    ...media,
    url: `${imagesUrl}/${pictureName(product.slug, index)}`,
  })),
});

/** Writes products, categories and collections. Keeps existing rows as they are. */
export const seedCatalog = async (seeding: Seeding) => {
  const { db, products: all, nowMs, currency, imagesUrl } = seeding;
  await db.write.insert(categories).values(categoryRows(nowMs)).onConflictDoNothing();
  await seedCollections({ db, nowMs, currency });
  for (const batch of batchesOf(all)) {
    const shown = imagesUrl ? batch.map((product) => picturedAt(imagesUrl, product)) : batch;
    await writeBatch(db, shown, nowMs, currency);
  }
  await pickSeeded({ db });
};
