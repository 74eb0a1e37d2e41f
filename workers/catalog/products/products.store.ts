import { sql } from "drizzle-orm";
import { facetedListStatement } from "#catalog/products/faceted-list.statements";
import { type Offer, pricesOf } from "#catalog/products/offers.rules";
import type { Pricing } from "#catalog/products/offers.statements";
import { productJson } from "#catalog/products/product-json.statements";
import { type ListFilter, listStatement } from "#catalog/products/product-list.statements";
import { isFormerSlug, isNamed } from "#catalog/products/product-slug.statements";
import { sellableStatement } from "#catalog/products/sellable.statements";
import { type ReadProduct, shownProduct } from "#catalog/products/shown-product.rules";
import type { Languages, Spoken } from "#catalog/texts/text.rules";
import type {
  MarketRef,
  Product,
  ReturnPolicy,
  SellablePart,
  SellableVariant,
} from "#contract/catalog";
import { products } from "#db/catalog/product.schema";
import type { Database } from "#db/client";

export interface FoundProduct {
  product: Product;
  /** Whether an answer to a member may differ from one to a guest. */
  isPricedForMembers: boolean;
  /** The language of its texts; null if no languages were asked for. */
  spoken: Spoken | null;
}

export interface ListedProduct extends FoundProduct {
  sortKey: string | number;
}

interface ListRow {
  sort_key: string | number;
  product: string;
}

/** Returns a product from its JSON, with its language, and whether members may see other prices. */
export const foundOf = (json: string, languages?: Languages): FoundProduct => {
  const product = JSON.parse(json) as ReadProduct;
  const { isPricedForMembers } = product;
  return { ...shownProduct(product, languages), isPricedForMembers };
};

interface SellableRow
  extends Omit<
    SellableVariant,
    | ("options" | "published" | "tracked" | "returnPolicy" | "unitPriceMinor" | "tiers")
    | ("market" | "pricedByCountry" | "requiresShipping" | "parts")
  > {
  options: string;
  baseMinor: number | null;
  offers: string;
  market: string | null;
  pricedByCountry: number;
  returnPolicy: string;
  published: number;
  tracked: number;
  requiresShipping: number;
  parts: string;
}

const sellableOf = (row: SellableRow): SellableVariant => ({
  ...pricesOf(row.baseMinor, JSON.parse(row.offers) as Offer[]),
  market: row.market === null ? null : (JSON.parse(row.market) as MarketRef),
  pricedByCountry: row.pricedByCountry === 1,
  variantId: row.variantId,
  productId: row.productId,
  slug: row.slug,
  title: row.title,
  variantTitle: row.variantTitle,
  sku: row.sku,
  image: row.image,
  options: JSON.parse(row.options) as Record<string, string>,
  published: row.published === 1,
  inventoryPolicy: row.inventoryPolicy,
  tracked: row.tracked === 1,
  requiresShipping: row.requiresShipping === 1,
  returnPolicy: JSON.parse(row.returnPolicy) as ReturnPolicy,
  parts: JSON.parse(row.parts) as SellablePart[],
});

/** Reads products and variants. Each method is one statement. */
export const productsStore = ({ read }: Database) => ({
  /** Returns a page in order. */
  page: async (filter: ListFilter): Promise<ListedProduct[]> =>
    (
      await read.all<ListRow>(
        filter.facets?.length ? facetedListStatement(filter) : listStatement(filter),
      )
    ).map((row) => ({
      sortKey: row.sort_key,
      ...foundOf(row.product, filter.pricing.languages),
    })),

  /** Returns a published product, also by a former slug, or null if there is none. */
  async find(
    idOrSlug: string,
    pricing: Pricing,
  ): Promise<(FoundProduct & { isFormer: boolean }) | null> {
    const [row] = await read.all<{ product: string; former: number }>(
      sql`select ${productJson(pricing)} as product, ${isFormerSlug(idOrSlug)} as former
        from ${products} p where ${isNamed(idOrSlug)} and p.status = 'published'`,
    );
    return row ? { ...foundOf(row.product, pricing.languages), isFormer: row.former === 1 } : null;
  },

  /** Returns the variants that exist among these ids, of products in any status. */
  async sellable(variantIds: readonly string[], pricing: Pricing): Promise<SellableVariant[]> {
    const rows = await read.all<SellableRow>(sellableStatement(variantIds, pricing));
    return rows.map(sellableOf);
  },
});
export type ProductsStore = ReturnType<typeof productsStore>;
