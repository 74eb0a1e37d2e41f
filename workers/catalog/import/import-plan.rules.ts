import type { LineError } from "#catalog/import/csv.rules";
import {
  type ImportedProduct,
  type ImportedVariant,
  LEFT_OUT,
} from "#catalog/import/imported.rules";
import { mergedCells } from "#catalog/import/kept-cells.rules";
import { identify, type StoredVariant } from "#catalog/import/variant-identity.rules";
import { newCells } from "#catalog/products/measure-cells.rules";
import type { Media, Product } from "#contract/catalog";
import { canonicalJson } from "#kernel/encoding";

/** Creates an id. */
export type NewId = (kind: "product" | "variant") => string;

/** The fields of a variant that an import may change. */
export interface VariantContent {
  position: number;
  sku: string | null;
  title: string;
  options: Record<string, string>;
  image: string | null;
  barcode: string | null;
  weightGrams: number | null;
  unitMeasure: string | null;
  kept: Record<string, string>;
  policy: "deny" | "continue";
  tracked: boolean;
  /** In the currency of the import; null if the variant has no price in it. */
  amountMinor: number | null;
  compareAtMinor: number | null;
}

export interface ExistingVariant extends VariantContent, StoredVariant {
  /** Whether its stock has ever been counted. */
  counted: boolean;
}

/** The stored state of a product that an import names. */
export interface ExistingProduct {
  id: string;
  slug: string;
  version: number;
  status: Product["status"];
  options: Product["options"];
  /** Whether it equals the imported product, apart from options and variants. */
  same: boolean;
  /** Whether its main category is the one that the file names, also by a former slug. */
  sameCategory: boolean;
  /** Its pictures, with their sizes. */
  media: Media[];
  variants: ExistingVariant[];
}

export type Outcome = "created" | "updated" | "unchanged";

export interface PlannedVariant {
  id: string;
  content: VariantContent;
  outcome: Outcome;
  /** The first quantity of its stock, once counted; null if the file has no quantities. */
  openingQuantity: number | null;
  counted: boolean;
  /** The message to orders about an existing variant: its stock is now counted, or its SKU changed. */
  stockUpdate: "opening" | "sku" | null;
}

/** The changes of one product. */
export interface PlannedProduct {
  id: string;
  product: ImportedProduct;
  options: Product["options"];
  /** Undefined if the file has no column for pictures. */
  media: Media[] | undefined;
  /** Whether the categories stay. */
  keepsCategories: boolean;
  outcome: Outcome;
  /** The stored version that the plan is based on; 0 for a new product. */
  fromVersion: number;
  /** Whether shoppers can see the product before or after the import. */
  visible: boolean;
  variants: PlannedVariant[];
  /** Variants that the file no longer contains. */
  removedIds: string[];
}

/** The plan, undefined if the product cannot be created, and the errors of rows that are left out. */
export interface Planning {
  plan: PlannedProduct | undefined;
  errors: LineError[];
}

interface Comparison {
  product: ImportedProduct;
  /** Undefined for a new product. */
  existing: ExistingProduct | undefined;
}

interface VariantComparison {
  row: ImportedVariant;
  /** The position of the row among the variants of the product. */
  index: number;
  /** Undefined for a new variant. */
  existing: ExistingVariant | undefined;
  /** Whether the stored variants have the order of the file. */
  keepsOrder: boolean;
}

/** Returns the cell's value, or the stored value if the file lacks the column. */
const valueOr = <T>(value: T | undefined, stored: T): T => (value === undefined ? stored : value);

const NEW_VARIANT = {
  sku: null,
  title: "Default",
  options: {},
  image: null,
  barcode: null,
  weightGrams: null,
  unitMeasure: null,
  kept: {},
  policy: "deny",
} as const;

/**
 * A new variant is tracked if its row names a tracker. In a file without that column, it is tracked if
 * the file has quantities.
 */
const contentOf = ({ row, index, existing, keepsOrder }: VariantComparison): VariantContent => {
  const stored = existing ?? NEW_VARIANT;
  const amountMinor = row.priceMinor ?? existing?.amountMinor ?? null;
  const compareAtMinor = valueOr(row.compareAtMinor, existing?.compareAtMinor ?? null);
  return {
    position: existing && (keepsOrder || row.options === undefined) ? existing.position : index,
    sku: valueOr(row.sku, stored.sku),
    title: row.title ?? stored.title,
    options: row.options ?? stored.options,
    image: valueOr(row.image, stored.image),
    barcode: valueOr(row.barcode, stored.barcode),
    weightGrams: valueOr(row.weightGrams, stored.weightGrams),
    unitMeasure: valueOr(row.unitMeasure, stored.unitMeasure),
    kept: mergedCells(stored.kept, newCells(row, stored.unitMeasure)),
    policy: row.policy ?? stored.policy,
    tracked: row.tracked ?? existing?.tracked ?? row.quantity !== undefined,
    amountMinor,
    compareAtMinor: amountMinor === null ? null : compareAtMinor,
  };
};

const isSame = (existing: ExistingVariant, content: VariantContent) => {
  const { id: _id, removed, counted: _counted, ...stored } = existing;
  return !removed && canonicalJson(stored) === canonicalJson(content);
};

const stockUpdateOf = (
  { existing }: VariantComparison,
  { sku, counted }: { sku: string | null; counted: boolean },
): PlannedVariant["stockUpdate"] => {
  if (!existing) return null;
  if (counted && !existing.counted) return "opening";
  return existing.sku === sku ? null : "sku";
};

const planVariant = (comparison: VariantComparison, newId: NewId): PlannedVariant => {
  const { row, existing } = comparison;
  const content = contentOf(comparison);
  const counted = content.tracked || (existing?.counted ?? false);
  return {
    id: existing?.id ?? newId("variant"),
    content,
    outcome: existing ? (isSame(existing, content) ? "unchanged" : "updated") : "created",
    openingQuantity: row.quantity ?? null,
    counted,
    stockUpdate: stockUpdateOf(comparison, { sku: content.sku, counted }),
  };
};

/** Returns why a row that matches no stored variant cannot create one; undefined if it can. */
const refusalOf = (row: ImportedVariant, { product, existing }: Comparison) => {
  // Also for a new product, so that importing the file again reports the same error.
  if (row.options === undefined && (existing || row !== product.variants[0]))
    return "does not say which variant of the product it means";
  return row.priceMinor == null ? "has no price, which a new variant needs" : undefined;
};

const hasSameValues = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((value) => b.includes(value));

/**
 * Returns the options that the file names, with the values of all variants that the product keeps. Values that stay
 * keep the order that staff gave them, because a file has none.
 */
const optionsOf = (
  { product: { options }, existing }: Comparison,
  variants: readonly Pick<VariantContent, "options">[],
): Product["options"] => {
  if (options === undefined) return existing?.options ?? [];
  return options.map(({ name }, index) => {
    const values = [...new Set(variants.flatMap((variant) => variant.options[name] ?? []))];
    const stored = existing?.options[index];
    const keeps = stored?.name === name && hasSameValues(stored.values, values);
    return { name, values: keeps ? stored.values : values };
  });
};

/** Returns whether all rows are stored variants, in their order. */
const isInOrder = (
  rows: readonly ImportedVariant[],
  pairs: ReadonlyMap<ImportedVariant, ExistingVariant>,
) => {
  const positions = rows.map((row) => pairs.get(row)?.position ?? -1);
  return positions.every((position, index) => position > (positions[index - 1] ?? -1));
};

/** Returns the pictures of the file. One that is stored keeps its size, and its empty text. */
const mediaOf = ({ product: { title, media }, existing }: Comparison): Media[] | undefined => {
  const stored = new Map(existing?.media.map((picture) => [picture.url, picture]));
  return media?.map((picture) => {
    const before = stored.get(picture.url);
    if (!before) return picture;
    const isDefault = before.alt === "" && picture.alt === title;
    return { ...before, alt: isDefault ? "" : picture.alt };
  });
};

const isVisible = ({ product, existing }: Comparison) =>
  existing?.status === "published" ||
  (product.status ?? existing?.status ?? "published") === "published";

const planVariants = (comparison: Comparison, newId: NewId) => {
  const { product, existing } = comparison;
  const errors: LineError[] = [];
  const { pairs, unnamed } = identify(product.variants, existing?.variants ?? []);
  const keepsOrder = isInOrder(product.variants, pairs);
  const variants = product.variants.flatMap((row, index) => {
    const stored = pairs.get(row);
    const message = stored ? undefined : refusalOf(row, comparison);
    if (message === undefined)
      return [planVariant({ row, index, existing: stored, keepsOrder }, newId)];
    errors.push({ line: row.line, message });
    return [];
  });
  return { variants, unnamed, errors };
};

/** Returns the errors, and one for each other row of a product that is not imported. */
const errorsOfAllRows = ({ lines }: ImportedProduct, errors: readonly LineError[]): LineError[] => {
  const reported = new Set(errors.map(({ line }) => line));
  const others = lines.filter((line) => !reported.has(line));
  return [...errors, ...others.map((line) => ({ line, message: LEFT_OUT }))];
};

/** Returns an error for each required field that a new product lacks. */
const missingFields = ({ line, title, variants }: ImportedProduct): LineError[] => [
  ...(title === undefined ? [{ line, message: "has no title, which a new product needs" }] : []),
  ...(variants.length === 0 ? [{ line, message: "has no variant with a price" }] : []),
];

const hasChanged = (
  { existing }: Comparison,
  { options, variants, removedIds }: Pick<PlannedProduct, "options" | "variants" | "removedIds">,
) =>
  !existing?.same ||
  canonicalJson(existing.options) !== canonicalJson(options) ||
  removedIds.length > 0 ||
  variants.some(({ outcome }) => outcome !== "unchanged");

/**
 * Compares a product with its stored state. Removes a variant that the file does not contain, if every
 * row of the product is valid and the file has option columns.
 */
export const planProduct = (comparison: Comparison, newId: NewId): Planning => {
  const { product, existing } = comparison;
  const { variants, unnamed, errors } = planVariants(comparison, newId);
  const missing = existing ? [] : missingFields(product);
  if (missing.length > 0 || (!existing && variants.length === 0))
    return { plan: undefined, errors: errorsOfAllRows(product, [...errors, ...missing]) };
  const removes =
    product.complete &&
    errors.length === 0 &&
    product.options !== undefined &&
    product.variants.length > 0;
  const contents = variants.map(({ content }) => content);
  const options = optionsOf(comparison, removes ? contents : [...contents, ...unnamed]);
  const removedIds = removes ? unnamed.map(({ id }) => id) : [];
  const changed = hasChanged(comparison, { options, variants, removedIds });
  const plan: PlannedProduct = {
    id: existing?.id ?? newId("product"),
    product,
    options,
    media: mediaOf(comparison),
    keepsCategories: existing?.sameCategory ?? false,
    outcome: existing ? (changed ? "updated" : "unchanged") : "created",
    fromVersion: existing?.version ?? 0,
    visible: isVisible(comparison),
    variants,
    removedIds,
  };
  return { plan, errors };
};
