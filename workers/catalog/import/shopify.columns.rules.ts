import type { CsvRow } from "#catalog/import/csv.rules";
import { AppError } from "#kernel/errors";

/**
 * The columns that the catalog reads, each with its names: first in the layout until 2025, then in the
 * current layout. Names are compared case-insensitively.
 * Source: https://help.shopify.com/en/manual/products/import-export/using-csv
 */
const COLUMNS = {
  handle: ["Handle", "URL handle"],
  title: ["Title"],
  description: ["Body (HTML)", "Description"],
  vendor: ["Vendor"],
  type: ["Type"],
  tags: ["Tags"],
  published: ["Published", "Published on online store"],
  status: ["Status"],
  option1Name: ["Option1 Name"],
  option1Value: ["Option1 Value"],
  option2Name: ["Option2 Name"],
  option2Value: ["Option2 Value"],
  option3Name: ["Option3 Name"],
  option3Value: ["Option3 Value"],
  sku: ["Variant SKU", "SKU"],
  tracker: ["Variant Inventory Tracker", "Inventory tracker"],
  barcode: ["Variant Barcode", "Barcode"],
  grams: ["Variant Grams", "Weight value (grams)"],
  quantity: ["Variant Inventory Qty", "Inventory quantity"],
  policy: ["Variant Inventory Policy", "Continue selling when out of stock"],
  price: ["Variant Price", "Price"],
  compareAt: ["Variant Compare At Price", "Compare-at price"],
  variantImage: ["Variant Image", "Variant image URL"],
  image: ["Image Src", "Product image URL"],
  imagePosition: ["Image Position"],
  imageAlt: ["Image Alt Text"],
  seoTitle: ["SEO Title"],
  seoDescription: ["SEO Description"],
  gender: ["Google Shopping / Gender"],
  ageGroup: ["Google Shopping / Age Group"],
  condition: ["Google Shopping / Condition"],
  mpn: ["Google Shopping / MPN", "Google Shopping / Manufacturer part number (MPN)"],
} as const satisfies Record<string, readonly string[]>;

export type Column = keyof typeof COLUMNS;

/** A column of which the catalog only keeps the cells, so that an export has them again. */
interface KeptColumn {
  /** Its names: first in the layout until 2025, then in the current one. */
  names: readonly [former: string, present: string];
  /** Whether each variant has a cell. Otherwise only the first row of the product has one. */
  ofVariants: boolean;
}

const kept = (ofVariants: boolean, former: string, present = former): KeptColumn => ({
  names: [former, present],
  ofVariants,
});

const KEPT: readonly KeptColumn[] = [
  kept(false, "Product Category", "Product category"),
  kept(false, "Gift Card", "Gift card"),
  kept(
    false,
    "Google Shopping / Google Product Category",
    "Google Shopping / Google product category",
  ),
  kept(false, "Google Shopping / AdWords Grouping", "Google Shopping / Ad group name"),
  kept(false, "Google Shopping / AdWords Labels", "Google Shopping / Ads labels"),
  kept(false, "Google Shopping / Custom Product", "Google Shopping / Custom product"),
  ...[0, 1, 2, 3, 4].map((label) =>
    kept(
      false,
      `Google Shopping / Custom Label ${label}`,
      `Google Shopping / Custom label ${label}`,
    ),
  ),
  kept(true, "Variant Weight Unit", "Weight unit for display"),
  kept(true, "Variant Requires Shipping", "Requires shipping"),
  kept(true, "Variant Taxable", "Charge tax"),
  kept(true, "Variant Tax Code", "Tax code"),
  kept(true, "Variant Fulfillment Service", "Fulfillment service"),
  kept(true, "Cost per item"),
  kept(true, "Unit Price Total Measure", "Unit price total measure"),
  kept(true, "Unit Price Total Measure Unit", "Unit price total measure unit"),
  kept(true, "Unit Price Base Measure", "Unit price base measure"),
  kept(true, "Unit Price Base Measure Unit", "Unit price base measure unit"),
];

/** Columns that Shopify adds for each market, metafield or customs declaration of variants. */
const OF_VARIANTS =
  /^(variant |price \/|compare[- ]at price \/|hs code|coo$|.*variant\.metafields)/i;

const KEPT_BY_NAME = new Map(
  KEPT.flatMap((column) => column.names.map((name) => [name.toLowerCase(), column] as const)),
);

/**
 * Returns the column under whose name cells are kept: the current layout's name of a known column, the name in the
 * file for any other.
 */
export const keptColumn = (name: string): { key: string; ofVariants: boolean } => {
  const known = KEPT_BY_NAME.get(name.toLowerCase());
  if (known) return { key: known.names[1], ofVariants: known.ofVariants };
  return { key: name, ofVariants: OF_VARIANTS.test(name) };
};

const NAMES: Readonly<Record<Column, readonly string[]>> = COLUMNS;

const COLUMN_OF = new Map(
  Object.entries(NAMES).flatMap(([column, names]) =>
    names.map((name) => [name.toLowerCase(), column as Column] as const),
  ),
);

/** The spelling of each name, by the name in lower case. */
const SPELLINGS = new Map(
  Object.values(NAMES)
    .flat()
    .map((name) => [name.toLowerCase(), name]),
);

/**
 * Returns the names of a header in the spelling of `COLUMNS`. Unknown names stay as they are.
 * @throws 400 when the file has neither handles nor titles
 */
export const productHeader = (names: readonly string[]): string[] => {
  const header = names.map((name) => SPELLINGS.get(name.trim().toLowerCase()) ?? name.trim());
  const identifying = [...COLUMNS.handle, ...COLUMNS.title];
  if (identifying.some((name) => header.includes(name))) return header;
  throw new AppError(
    "validation_failed",
    "The first line must name the columns of a product CSV.",
    {
      errors: [
        {
          pointer: "",
          code: "missing_columns",
          message: `Must have one of the columns ${identifying.join(", ")}.`,
          allowed: identifying,
        },
      ],
    },
  );
};

/** Returns the column that the catalog reads by this name of either layout; undefined if it only keeps the cells. */
export const readColumn = (name: string): Column | undefined => COLUMN_OF.get(name.toLowerCase());

/** Returns the name of a column in the row's file, or undefined if the file lacks it. */
export const nameIn = ({ cells }: CsvRow, column: Column): string | undefined =>
  NAMES[column].find((name) => Object.hasOwn(cells, name));
