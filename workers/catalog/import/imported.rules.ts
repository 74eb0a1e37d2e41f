import type { Media, Product } from "#contract/catalog";

/**
 * A product as an import file describes it. A field is `undefined` if the file lacks its column: the
 * stored value stays, and a new product gets the default. `null` or empty means that the cell is empty.
 * All products of one file lack the same fields.
 */
export interface ImportedProduct {
  slug: string;
  /** The number of its first line; the header is line 1. */
  line: number;
  /** The lines of its rows that have no error yet. */
  lines: readonly number[];
  title: string | undefined;
  /** The text of `descriptionHtml`. */
  description: string | undefined;
  descriptionHtml: string | undefined;
  brand: string | null | undefined;
  category: { slug: string; name: string } | null | undefined;
  tags: string[] | undefined;
  status: Product["status"] | undefined;
  media: Media[] | undefined;
  /** Empty for a product without options; undefined if the file has no option columns. */
  options: Product["options"] | undefined;
  /** Values by name, for the columns of the file; null if the cell is empty. */
  attributes: Record<string, string | null>;
  seoTitle: string | null | undefined;
  seoDescription: string | null | undefined;
  /** Cells of columns that the shop has no field for, by column; null if the cell is empty. */
  kept: Record<string, string | null>;
  /** Empty if no row of the product fills a variant column. */
  variants: ImportedVariant[];
  /** Whether every row of the product is valid. Only then may variants without a row be removed. */
  complete: boolean;
}

/** A variant as its row describes it. `undefined` means the same as for products. */
export interface ImportedVariant {
  line: number;
  sku: string | null | undefined;
  /** Option name to value. Undefined, like the title, if the file has no option columns. */
  options: Record<string, string> | undefined;
  title: string | undefined;
  image: string | null | undefined;
  barcode: string | null | undefined;
  weightGrams: number | null | undefined;
  /** The measure of the unit price, as JSON. Null if its cells name none that the shop can compute with. */
  unitMeasure: string | null | undefined;
  kept: Record<string, string | null>;
  policy: "deny" | "continue" | undefined;
  /** Whether its stock is counted, that is, whether the row names an inventory tracker. */
  tracked: boolean | undefined;
  /** Units in stock; 0 if the cell is empty. */
  quantity: number | undefined;
  /** Null if the cell is empty: a stored price stays. */
  priceMinor: number | null | undefined;
  compareAtMinor: number | null | undefined;
}

const FIELDS = [
  "title",
  "description",
  "descriptionHtml",
  "brand",
  "status",
  "media",
  "tags",
  "seoTitle",
  "seoDescription",
] as const;

/** Returns the fields that the file has columns for and that the catalog stores as they are. */
export const fieldsIn = (product: ImportedProduct) =>
  FIELDS.filter((field) => product[field] !== undefined);

/** The error message of a valid row whose product cannot be imported. */
export const LEFT_OUT = "belongs to a product that is left out";
