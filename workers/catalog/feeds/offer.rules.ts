import type { CategoryRow } from "#catalog/categories/categories.store";
import { treeOf } from "#catalog/categories/category-tree.rules";
import type { Category, Product, Variant } from "#contract/catalog";
import { isGtin } from "./gtin.rules";
import type { Sale } from "./sales.rules";

/** A product as feeds offer it, with the times of the sales of its variants. */
export type OfferedProduct = Product & { sales?: ReadonlyMap<string, Sale> };

/** A variant as feeds offer it. */
export interface Offer {
  product: OfferedProduct;
  variant: Variant;
}

/** What feeds know of the shop. */
export interface Shop {
  /** The address of the storefront, without a slash at its end. */
  storefrontUrl: string;
  /** The names from the root to each category, by id. */
  categoryPaths: ReadonlyMap<string, readonly string[]>;
}

const namesIn = (categories: readonly Category[]): [string, string[]][] =>
  categories.flatMap(({ id, path, children }) => [
    [id, path.map(({ name }) => name)],
    ...namesIn(children),
  ]);

/** Returns the names from the root to each category, by id. */
export const categoryPathsOf = (rows: readonly CategoryRow[]) => new Map(namesIn(treeOf(rows)));

/** Returns the paths of a product's categories, such as `Home > Lighting`; the first is the main one. */
export const categoriesOf = ({ categories }: Product, { categoryPaths }: Shop) =>
  categories.flatMap(({ id }) => categoryPaths.get(id)?.join(" > ") ?? []);

/** Returns the page of a product on the storefront. */
export const productUrl = ({ slug }: Product, { storefrontUrl }: Shop) =>
  `${storefrontUrl}/products/${encodeURIComponent(slug)}`;

/** Returns the page of a product on the storefront with the variant chosen. */
export const offerUrl = ({ product, variant }: Offer, shop: Shop) =>
  `${productUrl(product, shop)}?variant=${variant.id}`;

/** Returns the title of a variant: that of its product, and its options if it has any. */
export const offerTitle = ({ product, variant }: Offer) => {
  const options = Object.values(variant.options);
  return options.length === 0 ? product.title : `${product.title} - ${options.join(" / ")}`;
};

/** Feeds show no picture with another address, such as one of `data:`. */
export const isWebAddress = (url: string) => /^https?:\/\//.test(url) && URL.canParse(url);

/** Returns the pictures of a variant, its own first. An address that is not on the web is left out. */
export const picturesOf = ({ product, variant }: Offer) => {
  const all = product.media.map(({ url }) => url);
  return [...new Set(variant.image === null ? all : [variant.image, ...all])].filter(isWebAddress);
};

/** Returns the barcode of a variant if it identifies the product worldwide. */
export const gtinOf = ({ variant: { barcode } }: Offer) =>
  barcode !== null && isGtin(barcode) ? barcode : undefined;

export const availabilityOf = ({ variant: { available, preorder } }: Offer) => {
  if (!available) return "out_of_stock";
  return preorder ? "preorder" : "in_stock";
};

/** Returns the variants of products, each with its product. */
export const offersOf = (products: readonly OfferedProduct[]): Offer[] =>
  products.flatMap((product) => product.variants.map((variant) => ({ product, variant })));
