import type { AdminProduct } from "#catalog/admin-products.contract";
import { TRACKER_KEY } from "#catalog/import/kept-cells.rules";
import { type Column, keptColumn, readColumn } from "#catalog/import/shopify.columns.rules";
import { HEADERS, type Layout } from "#catalog/import/shopify.layouts.rules";
import { measureCells } from "#catalog/products/measure-cells.rules";
import { formatDecimal } from "#kernel/money";

type Variant = AdminProduct["variants"][number];
type Kept = Readonly<Record<string, string>>;

/** A product with the cells that only a product file has. */
export interface ExportedProduct {
  product: AdminProduct;
  kept: Kept;
  /** By the id of the variant. */
  keptOfVariants: Readonly<Record<string, Kept>>;
}

interface Terms {
  currency: string;
  /** Available units by variant. */
  available: ReadonlyMap<string, number>;
}

type Cells = Partial<Record<Column, string>>;
interface Row {
  cells: Cells;
  kept: Kept;
}

/** A column of the file: one that the shop has a field for, or one of which it keeps the cells. */
type HeaderCell = { name: string; column: Column } | { name: string; key: string };

/** Returns the columns of a layout, and behind them those of other files that products have cells of. */
export const headerOf = (layout: Layout, keys: readonly string[]): HeaderCell[] => {
  const own = HEADERS[layout].map((name): HeaderCell => {
    const column = readColumn(name);
    return column ? { name, column } : { name, key: keptColumn(name).key };
  });
  const known = new Set(own.map((cell) => ("key" in cell ? cell.key : "")));
  const others = keys.filter((key) => !known.has(key) && readColumn(key) === undefined);
  return [...own, ...others.map((key) => ({ name: key, key }))];
};

/** Returns the cells of a row in the order of the header. */
export const cellsOf = ({ cells, kept }: Row, header: readonly HeaderCell[]): string[] =>
  header.map((cell) => ("column" in cell ? cells[cell.column] : kept[cell.key]) ?? "");

const OPTION_COLUMNS = [
  ["option1Name", "option1Value"],
  ["option2Name", "option2Value"],
  ["option3Name", "option3Value"],
] as const;

const STATUSES = { published: "active", draft: "draft", archived: "archived" } as const;

const ATTRIBUTES = ["gender", "ageGroup", "condition", "mpn"] as const;

const attributeCells = ({ attributes }: AdminProduct): Cells =>
  Object.fromEntries(
    ATTRIBUTES.flatMap((name) => {
      const value = attributes[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );

/** Shopify writes a product without options as one option of this name and value. */
const optionNames = ({ options, variants }: AdminProduct): readonly string[] =>
  options.length === 0 && variants.length > 0 ? ["Title"] : options.map(({ name }) => name);

const nameCells = (product: AdminProduct): Cells =>
  Object.fromEntries(optionNames(product).map((name, at) => [OPTION_COLUMNS[at]?.[0], name]));

const valueCells = ({ options }: AdminProduct, variant: Variant): Cells =>
  options.length === 0
    ? { option1Value: "Default Title" }
    : Object.fromEntries(
        options.map(({ name }, at) => [OPTION_COLUMNS[at]?.[1], variant.options[name] ?? ""]),
      );

const headCells = (product: AdminProduct): Cells => ({
  title: product.title,
  description: product.descriptionHtml,
  vendor: product.brand ?? "",
  type: product.categories[0]?.name ?? "",
  tags: product.tags.join(", "),
  published: String(product.status === "published"),
  status: STATUSES[product.status],
  seoTitle: product.seo.title ?? "",
  seoDescription: product.seo.description ?? "",
  ...attributeCells(product),
  ...nameCells(product),
});

const priceCells = ({ prices }: Variant, currency: string): Cells => {
  const price = prices.find((one) => one.currency === currency);
  if (!price) return {};
  const { amount, compareAt } = price;
  return {
    price: formatDecimal(amount, currency),
    compareAt: compareAt === null ? "" : formatDecimal(compareAt, currency),
  };
};

const variantCells = (
  { product, keptOfVariants }: ExportedProduct,
  variant: Variant,
  terms: Terms,
): Cells => ({
  ...valueCells(product, variant),
  ...priceCells(variant, terms.currency),
  sku: variant.sku ?? "",
  barcode: variant.barcode ?? "",
  grams: variant.weightGrams === null ? "" : String(variant.weightGrams),
  tracker: variant.tracked ? (keptOfVariants[variant.id]?.[TRACKER_KEY] ?? "shopify") : "",
  quantity: variant.tracked ? String(terms.available.get(variant.id) ?? 0) : "",
  policy: variant.inventoryPolicy,
  variantImage: variant.image ?? "",
});

const pictureCells = ({ media }: AdminProduct, index: number): Cells => {
  const picture = media[index];
  return picture
    ? { image: picture.url, imagePosition: String(index + 1), imageAlt: picture.alt }
    : {};
};

/** Returns the rows of a product: one for each variant and picture, and at least one. */
export const rowsOf = (exported: ExportedProduct, terms: Terms): Row[] => {
  const { product, kept, keptOfVariants } = exported;
  const count = Math.max(1, product.variants.length, product.media.length);
  return Array.from({ length: count }, (_, index) => {
    const variant = product.variants[index];
    return {
      cells: {
        handle: product.slug,
        ...(index === 0 ? headCells(product) : {}),
        ...(variant ? variantCells(exported, variant, terms) : {}),
        ...pictureCells(product, index),
      },
      kept: {
        ...(index === 0 ? kept : {}),
        ...(variant && measureCells(keptOfVariants[variant.id] ?? {}, variant.unitPriceMeasure)),
      },
    };
  });
};
