import { amountText, compareAtMinor, priceMinor } from "./amounts";
import type { ProductDraft, VariantDraft } from "./drafts";
import type { Cells, ExpectedVariant, Row, Sheet } from "./row";
import { spoilt } from "./spoiling";
import { kept } from "./texts";

/**
 * Returns whether the product's one option is Title in this file, with Default Title among other
 * values.
 */
const isBundle = (draft: ProductDraft, { options, hasHandles }: Sheet) =>
  draft.isBundle && options > 0 && hasHandles && draft.variants.length > 1;

/** Returns the names of the product's options in this file. */
const namesOf = (draft: ProductDraft, sheet: Sheet) =>
  isBundle(draft, sheet) ? ["Title"] : draft.optionNames.slice(0, sheet.options);

/** Returns the variants that differ in this file, each with its options. */
const withOptions = (draft: ProductDraft, sheet: Sheet) => {
  const names = namesOf(draft, sheet);
  const pairs = draft.variants.map((variant, index) => {
    const values = isBundle(draft, sheet) && index === 0 ? ["Default Title"] : variant.values;
    const options = names.map((name, at): [string, string] => [name, values[at] ?? ""]);
    return [JSON.stringify(options), { variant, options }] as const;
  });
  return [...new Map(pairs).values()].slice(0, sheet.hasHandles ? undefined : 1);
};

/** Returns the option cells of a row. Shopify writes the names on a product's first row only. */
const optionCells = (options: ExpectedVariant["options"], isFirst: boolean): Cells =>
  Object.fromEntries(
    options.flatMap(([name, value], index) => [
      [`option${index + 1}Name`, isFirst ? name : ""],
      [`option${index + 1}Value`, value],
    ]),
  );

const DEFAULT_TITLE: Cells = { option1Name: "Title", option1Value: "Default Title" };

const variantRow = (
  draft: VariantDraft,
  options: ExpectedVariant["options"],
  { columns, currency }: Sheet,
): Row => {
  const [quantity, units] = draft.quantity;
  const compareAt = columns.has("compareAt") ? draft.compareAt : undefined;
  const policy = (columns.has("policy") && draft.policy.toLowerCase()) || "deny";
  // A file without a tracker column tracks stock if it has quantities.
  const isCounted = columns.has("tracker") ? draft.tracker !== "" : columns.has("quantity");
  return {
    cells: {
      sku: draft.sku,
      price: amountText(priceMinor(draft.price, currency), draft.price.form, currency),
      compareAt: compareAt ? amountText(compareAtMinor(compareAt), compareAt.form, currency) : "",
      quantity,
      policy: draft.policy,
      tracker: draft.tracker,
    },
    variant: {
      sku: (columns.has("sku") && kept(draft.sku)) || null,
      options,
      amountMinor: priceMinor(draft.price, currency),
      compareAtMinor: compareAt ? compareAtMinor(compareAt) : null,
      policy,
      available: !isCounted || policy === "continue" || (columns.has("quantity") && units > 0),
    },
    isReported: false,
  };
};

/** Returns the rows of the product's variants, before any fault. */
const variantRows = (draft: ProductDraft, sheet: Sheet) =>
  withOptions(draft, sheet).map(({ variant, options }, index) => {
    const row = variantRow(variant, options, sheet);
    const isPlain = options.length === 0 && draft.noOptions === "default title";
    const cells = isPlain ? DEFAULT_TITLE : optionCells(options, index === 0);
    return { draft: variant, row: { ...row, cells: { ...row.cells, ...cells } } };
  });

const imageCells = (draft: ProductDraft, at: number, serial: number): Row | undefined => {
  const image = draft.images[at];
  if (!image) return undefined;
  const url = `${image.url}#${serial}-${at}`;
  const position = draft.positions === "reversed" ? draft.images.length - at : at + 1;
  return {
    cells: {
      image: url,
      imagePosition: draft.positions === "none" ? "" : String(position),
      imageAlt: image.alt,
    },
    image: { url: new URL(url).href, position },
    isReported: false,
  };
};

const joined = (row: Row, image: Row | undefined): Row =>
  image ? { ...row, ...image, cells: { ...row.cells, ...image.cells } } : row;

/**
 * Returns the rows of a product without the cells of its first row: those of its variants, each
 * with the next image, then those of the remaining images.
 * @param serial a number that no other product of the file has
 */
export const rowsOf = (draft: ProductDraft, serial: number, sheet: Sheet): Row[] => {
  const variants = variantRows(draft, sheet);
  const rows = variants.flatMap(({ draft: variant, row }, index) => {
    const whole = sheet.columns.has("image") ? joined(row, imageCells(draft, index, serial)) : row;
    return isBundle(draft, sheet) ? [whole] : spoilt(whole, variant, sheet);
  });
  if (!sheet.hasHandles || !sheet.columns.has("image")) return rows;
  const left = draft.images.keys().drop(variants.length);
  return [
    ...rows,
    ...left.map((at) => imageCells(draft, at, serial)).filter((row) => row !== undefined),
  ];
};
