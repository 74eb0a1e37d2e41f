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

/**
 * Columns of both layouts that the catalog ignores, by reason. It also ignores metafields,
 * `Option1 Linked To`, and the columns of each market such as `Price / International`, because a file
 * is imported for one currency.
 */
export const IGNORED_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  "Categories come from the column Type.": ["Product Category"],
  "Shipping is priced by zone and order value, not by weight.": [
    "Variant Grams",
    "Variant Weight Unit",
    "Weight value (grams)",
    "Weight unit for display",
    "Variant Requires Shipping",
    "Requires shipping",
  ],
  "Taxes come from the tax table of the orders Worker.": [
    "Variant Taxable",
    "Variant Tax Code",
    "Charge tax",
    "Tax code",
  ],
  "The catalog has no fulfilment and no costs.": [
    "Variant Fulfillment Service",
    "Fulfillment service",
    "Cost per item",
  ],
  "The API does not show them.": [
    "Variant Barcode",
    "Barcode",
    "Unit price total measure",
    "Unit price total measure unit",
    "Unit price base measure",
    "Unit price base measure unit",
  ],
  "Gift cards are not sold.": ["Gift Card"],
  "The catalog has no advertising.": [
    "Google Shopping / Google Product Category",
    "Google Shopping / AdWords Grouping",
    "Google Shopping / AdWords Labels",
    "Google Shopping / Ad group name",
    "Google Shopping / Ads labels",
    "Google Shopping / Custom Product",
    ...[0, 1, 2, 3, 4].map((label) => `Google Shopping / Custom Label ${label}`),
  ],
};

const NAMES: Readonly<Record<Column, readonly string[]>> = COLUMNS;

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

/** Returns the name of a column in the row's file, or undefined if the file lacks it. */
export const nameIn = ({ cells }: CsvRow, column: Column): string | undefined =>
  NAMES[column].find((name) => Object.hasOwn(cells, name));
