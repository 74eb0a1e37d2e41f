import type { CsvRow } from "#catalog/import/csv.rules";
import type { ImportedProduct, ImportedVariant } from "#catalog/import/imported.rules";
import { keptOfVariant, keptTracker } from "#catalog/import/kept-cells.rules";
import {
  addressIn,
  amountIn,
  attempt,
  filledIn,
  gramsIn,
  holds,
  isFilled,
  oneOfIn,
  optionalIn,
  priceIn,
  type ReportError,
  refuse,
  textIn,
  wholeIn,
} from "#catalog/import/shopify.cells.rules";
import { type Column, nameIn } from "#catalog/import/shopify.columns.rules";
import { unitMeasureIn } from "#catalog/products/measure-cells.rules";

/** https://help.shopify.com/en/manual/products/variants/add-variants */
const VARIANTS_MAX = 2048;
const SKU_CHARS_MAX = 255;
const BARCODE_CHARS_MAX = 255;
const OPTION_CHARS_MAX = 255;
/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/inventorySetQuantities */
const UNITS_MAX = 1_000_000_000;

const OPTIONS = [
  { name: "option1Name", value: "option1Value" },
  { name: "option2Name", value: "option2Value" },
  { name: "option3Name", value: "option3Value" },
] as const satisfies { name: Column; value: Column }[];

/** A row that fills any of these describes a variant. Other rows only add images. */
const VARIANT_COLUMNS: readonly Column[] = ["price", "sku", "option1Value"];
/** The first row also describes a variant if it fills any of these, for files with few columns. */
const FIRST_ROW_COLUMNS: readonly Column[] = [
  ...VARIANT_COLUMNS,
  "tracker",
  "quantity",
  "policy",
  "compareAt",
  "variantImage",
];

const isVariant = (row: CsvRow, index: number) =>
  (index === 0 ? FIRST_ROW_COLUMNS : VARIANT_COLUMNS).some((column) => isFilled(row, column));

/** Returns the rows of a product that describe variants. */
export const variantRowsOf = (rows: readonly CsvRow[]): CsvRow[] => rows.filter(isVariant);

interface Option {
  name: string;
  value: Column;
}

const DEFAULT_TITLE = "Default Title";

/**
 * Returns the options that the first row names, or undefined if the file has no option columns. Returns
 * none if "Default Title" is the only value: Shopify writes a product without options that way.
 */
export const optionsIn = (first: CsvRow, variantRows: readonly CsvRow[]): Option[] | undefined => {
  if (!nameIn(first, "option1Name") || !nameIn(first, "option1Value")) return undefined;
  const isDefault = (row: CsvRow) => holds(row, "option1Value", DEFAULT_TITLE);
  if (variantRows.length > 0 && variantRows.every(isDefault)) return [];
  const options = OPTIONS.flatMap(({ name, value }) => {
    const text = textIn(first, name, OPTION_CHARS_MAX);
    return text ? [{ name: text, value }] : [];
  });
  const names = new Set(options.map(({ name }) => name.toLowerCase()));
  return names.size === options.length ? options : refuse("two options have the same name");
};

/** Returns the option values of a variant, in the order of the options. */
const valuesOf = (row: CsvRow, options: readonly Option[]) =>
  options.map(
    ({ name, value }) =>
      filledIn(row, value, OPTION_CHARS_MAX) ?? refuse(`has no value of the option ${name}`),
  );

interface VariantReading {
  /** Undefined if the file has no option columns. */
  options: readonly Option[] | undefined;
  currency: string;
}

const variantOf = (
  row: CsvRow,
  { options, currency, isFirst }: VariantReading & { isFirst: boolean },
): ImportedVariant => {
  const values = options && valuesOf(row, options);
  const tracker = textIn(row, "tracker", 255);
  const quantity = wholeIn(row, "quantity", UNITS_MAX);
  const kept = keptOfVariant(row, isFirst);
  return {
    line: row.line,
    sku: optionalIn(row, "sku", SKU_CHARS_MAX),
    options: values && Object.fromEntries(values.map((value, at) => [options?.[at]?.name, value])),
    title: values && (values.join(" / ") || "Default"),
    image: addressIn(row, "variantImage"),
    barcode: optionalIn(row, "barcode", BARCODE_CHARS_MAX),
    weightGrams: gramsIn(row),
    unitMeasure: unitMeasureIn(kept),
    kept: { ...kept, ...keptTracker(tracker) },
    policy: oneOfIn(row, "policy", ["deny", "continue"]),
    tracked: tracker === undefined ? undefined : tracker !== "",
    quantity: quantity === null ? 0 : quantity,
    priceMinor: priceIn(row, "price", currency),
    compareAtMinor: amountIn(row, "compareAt", currency),
  };
};

/** Identifies a variant within its product by its options, case-insensitively. */
const keyOfVariant = ({ line, options }: ImportedVariant) =>
  options === undefined ? `line ${line}` : JSON.stringify(options).toLowerCase();

/**
 * Returns the variants of a product's rows. Reports and leaves out a malformed row, a row with the
 * options of an earlier one, and rows beyond the number of variants that Shopify allows.
 */
export const variantsOf = (
  rows: readonly CsvRow[],
  {
    options,
    currency,
    firstLine,
    reportError,
  }: VariantReading & { firstLine: number; reportError: ReportError },
): ImportedVariant[] => {
  const seen = new Map<string, number>();
  return rows.flatMap((row) => {
    const variant = attempt(row, reportError, () => {
      const read = variantOf(row, { options, currency, isFirst: row.line === firstLine });
      const key = keyOfVariant(read);
      const before = seen.get(key);
      if (before !== undefined) refuse(`has the same options as line ${before}`);
      if (seen.size === VARIANTS_MAX) refuse(`a product has at most ${VARIANTS_MAX} variants`);
      seen.set(key, row.line);
      return read;
    });
    return variant ? [variant] : [];
  });
};

/** Returns the options with each value once, as the catalog shows them. */
export const shownOptions = (
  options: readonly Option[] | undefined,
  variants: readonly ImportedVariant[],
): ImportedProduct["options"] =>
  options?.map(({ name }) => ({
    name,
    values: [...new Set(variants.flatMap((variant) => variant.options?.[name] ?? []))],
  }));
