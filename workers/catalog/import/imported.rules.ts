import type { Media, Product } from "#contract/catalog";

/**
 * A product as an import file describes it. A field is `undefined` when the file lacks its column: the
 * catalog keeps what it has, and a new product takes the default. `null` or empty means that the column
 * is there and its cell is empty. All products of one file lack the same fields.
 */
export interface ImportedProduct {
  slug: string;
  /** The line of its first row; the header is line 1. */
  line: number;
  /** The lines of its rows that are in no error yet. */
  lines: readonly number[];
  title: string | undefined;
  description: string | undefined;
  brand: string | null | undefined;
  category: { slug: string; name: string } | null | undefined;
  tags: string[] | undefined;
  status: Product["status"] | undefined;
  media: Media[] | undefined;
  /** Empty for a product of one variant; undefined when the file has no option columns. */
  options: Product["options"] | undefined;
  /** Values by name, of the columns that the file has; null when the cell is empty. */
  attributes: Record<string, string | null>;
  seoTitle: string | null | undefined;
  seoDescription: string | null | undefined;
  /** Empty when no row of the product fills a column of variants. */
  variants: ImportedVariant[];
  /** Whether every row of the product was read. Only then may a variant that no row names be removed. */
  complete: boolean;
}

/** A variant as its row describes it; `undefined` as for products. */
export interface ImportedVariant {
  line: number;
  sku: string | null | undefined;
  /** Option name to value. Undefined, as is the title, when the file has no option columns. */
  options: Record<string, string> | undefined;
  title: string | undefined;
  image: string | null | undefined;
  policy: "deny" | "continue" | undefined;
  /** Whether its stock is counted: whether the row names an inventory tracker. */
  tracked: boolean | undefined;
  /** Units in stock, 0 or more; 0 when the cell is empty. */
  quantity: number | undefined;
  priceMinor: number | undefined;
  compareAtMinor: number | null | undefined;
}

const FIELDS = [
  ...(["title", "description", "brand", "status", "media", "tags"] as const),
  ...(["seoTitle", "seoDescription"] as const),
];

/** The fields whose columns the product's file has, of those that are a column of the catalog as well. */
export const fieldsIn = (product: ImportedProduct) =>
  FIELDS.filter((field) => product[field] !== undefined);

/** The error of a valid row whose product cannot be imported. */
export const LEFT_OUT = "belongs to a product that is left out";
