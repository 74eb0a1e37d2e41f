import { sql } from "drizzle-orm";
import { currentSlugStatement } from "#catalog/products/category-slug.statements";
import { currentCollectionSlug } from "#catalog/products/collection-slug.statements";
import { productJson, returnPolicyJson } from "#catalog/products/product-json.statements";
import { type ListFilter, listStatement } from "#catalog/products/product-list.statements";
import { isNamed } from "#catalog/products/product-slug.statements";
import type { Product, ReturnPolicy, SellableVariant } from "#contract/catalog";
import { variantPrices } from "#db/catalog/price.schema";
import { products, variants } from "#db/catalog/product.schema";
import type { Database } from "#db/client";

export interface ListedProduct {
  product: Product;
  sortKey: string | number;
}

/** The current slugs of what a filter names by former ones. */
export type Moved = Partial<Record<"category" | "collection", string>>;

interface ListRow {
  sort_key: string | number;
  product: string;
}

const listedOf = (row: ListRow): ListedProduct => ({
  sortKey: row.sort_key,
  product: JSON.parse(row.product) as Product,
});

interface SellableRow
  extends Omit<SellableVariant, "options" | "published" | "tracked" | "returnPolicy"> {
  options: string;
  returnPolicy: string;
  published: number;
  tracked: number;
}

const sellableOf = (row: SellableRow): SellableVariant => ({
  variantId: row.variantId,
  productId: row.productId,
  slug: row.slug,
  title: row.title,
  variantTitle: row.variantTitle,
  sku: row.sku,
  image: row.image,
  options: JSON.parse(row.options) as Record<string, string>,
  unitPriceMinor: row.unitPriceMinor,
  published: row.published === 1,
  inventoryPolicy: row.inventoryPolicy,
  tracked: row.tracked === 1,
  returnPolicy: JSON.parse(row.returnPolicy) as ReturnPolicy,
});

/** Reads products and variants. Each method is one statement. */
export const productsStore = ({ read }: Database) => ({
  /** Returns a page of products with their sort keys, in order. */
  async list(filter: ListFilter): Promise<ListedProduct[]> {
    return (await read.all<ListRow>(listStatement(filter))).map(listedOf);
  },

  /** Returns a page, and the current slugs of the category and collection if the filter names former ones. */
  async page(filter: ListFilter): Promise<{ rows: ListedProduct[]; moved: Moved }> {
    const page = read.all<ListRow>(listStatement(filter));
    const { category, collection } = filter;
    if (category === undefined && collection === undefined)
      return { rows: (await page).map(listedOf), moved: {} };
    const [rows, [current]] = await read.batch([
      page,
      read.all<{ category: string | null; collection: string | null }>(sql`
        select (${currentSlugStatement(category ?? "")}) as category,
          (${currentCollectionSlug(collection ?? "")}) as collection`),
    ]);
    const moved = {
      ...(current?.category ? { category: current.category } : {}),
      ...(current?.collection ? { collection: current.collection } : {}),
    };
    return { rows: rows.map(listedOf), moved };
  },

  /** Returns a published product, also by a former slug, or null if there is none. */
  async find(idOrSlug: string, currency: string): Promise<Product | null> {
    const [row] = await read.all<{ product: string }>(
      sql`select ${productJson(currency)} as product from ${products} p
        where ${isNamed(idOrSlug)} and p.status = 'published'`,
    );
    return row ? (JSON.parse(row.product) as Product) : null;
  },

  /** Returns the variants that exist among these ids, of products in any status. */
  async sellable(variantIds: readonly string[], currency: string): Promise<SellableVariant[]> {
    const rows = await read.all<SellableRow>(sql`
      select v.id as variantId, p.id as productId, p.slug, p.title, v.title as variantTitle, v.sku,
        coalesce(v.image, p.media ->> '$[0].url') as image, v.options,
        price.amount_minor as unitPriceMinor, p.status = 'published' as published,
        v.inventory_policy as inventoryPolicy, v.tracked, ${returnPolicyJson} as returnPolicy
      from json_each(${JSON.stringify(variantIds)}) requested
      cross join ${variants} v on v.id = requested.value and v.removed_at is null
      cross join ${products} p on p.id = v.product_id
      left join ${variantPrices} price on price.variant_id = v.id and price.currency = ${currency}`);
    return rows.map(sellableOf);
  },
});
export type ProductsStore = ReturnType<typeof productsStore>;
