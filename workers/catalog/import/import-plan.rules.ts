import type { LineError } from "#catalog/import/csv.rules";
import {
  type ImportedProduct,
  type ImportedVariant,
  LEFT_OUT,
} from "#catalog/import/imported.rules";
import { identify, type KnownVariant } from "#catalog/import/variant-identity.rules";
import type { Product } from "#contract/catalog";
import { canonicalJson } from "#kernel/encoding";

/** Returns a new id. */
export type NewId = (kind: "product" | "variant") => string;

/** What an import may change of a variant. */
export interface VariantContent {
  position: number;
  sku: string | null;
  title: string;
  options: Record<string, string>;
  image: string | null;
  policy: "deny" | "continue";
  tracked: boolean;
  /** In the currency of the import; null when the variant has no price in it. */
  amountMinor: number | null;
  compareAtMinor: number | null;
}

export interface ExistingVariant extends VariantContent, KnownVariant {
  /** Whether its stock was ever counted. */
  counted: boolean;
}

/** What the catalog has of a product that an import names. */
export interface ExistingProduct {
  id: string;
  slug: string;
  version: number;
  status: Product["status"];
  options: Product["options"];
  /** Whether it equals what the import says of it, apart from its options and variants. */
  same: boolean;
  variants: ExistingVariant[];
}

export type Outcome = "created" | "updated" | "unchanged";

export interface PlannedVariant {
  id: string;
  content: VariantContent;
  outcome: Outcome;
  /** The units that its stock begins with once it is counted; null when the file has no quantities. */
  openingQuantity: number | null;
  counted: boolean;
  /** The change that the stock must learn for a variant it holds: counting begins, or a new SKU. */
  retold: "opening" | "sku" | null;
}

/** What an import is going to do to one product. */
export interface PlannedProduct {
  id: string;
  product: ImportedProduct;
  options: Product["options"];
  outcome: Outcome;
  /** The version it was decided upon; 0 for a new product. */
  fromVersion: number;
  /** Whether shoppers can see it before or after. */
  visible: boolean;
  variants: PlannedVariant[];
  /** Variants that the file no longer names. */
  removedIds: string[];
}

/** The plan, undefined when the product cannot be created, and the errors of rows that are left out. */
export interface Planning {
  plan: PlannedProduct | undefined;
  errors: LineError[];
}

/** Returns the cell's value, or the stored value when the file lacks the column. */
const given = <T>(value: T | undefined, before: T): T => (value === undefined ? before : value);

const NEW_VARIANT = {
  sku: null,
  title: "Default",
  options: {},
  image: null,
  policy: "deny",
} as const;

/**
 * A new variant is tracked if its row names a tracker; in a file without that column, if the file
 * counts at all.
 */
const contentOf = (
  row: ImportedVariant,
  index: number,
  known: ExistingVariant | undefined,
): VariantContent => {
  const before = known ?? NEW_VARIANT;
  const amountMinor = row.priceMinor ?? known?.amountMinor ?? null;
  const compareAtMinor = given(row.compareAtMinor, known?.compareAtMinor ?? null);
  return {
    position: row.options === undefined && known ? known.position : index,
    sku: given(row.sku, before.sku),
    title: row.title ?? before.title,
    options: row.options ?? before.options,
    image: given(row.image, before.image),
    policy: row.policy ?? before.policy,
    tracked: row.tracked ?? known?.tracked ?? row.quantity !== undefined,
    amountMinor,
    compareAtMinor: amountMinor === null ? null : compareAtMinor,
  };
};

const isSame = (known: ExistingVariant, content: VariantContent) => {
  const { id: _id, removed, counted: _counted, ...before } = known;
  return !removed && canonicalJson(before) === canonicalJson(content);
};

const planVariant = (
  row: ImportedVariant,
  index: number,
  known: ExistingVariant | undefined,
  newId: NewId,
): PlannedVariant => {
  const content = contentOf(row, index, known);
  const counted = content.tracked || (known?.counted ?? false);
  const begins = known !== undefined && counted && !known.counted;
  const retold = begins ? "opening" : known && known.sku !== content.sku ? "sku" : null;
  return {
    id: known?.id ?? newId("variant"),
    content,
    outcome: known ? (isSame(known, content) ? "unchanged" : "updated") : "created",
    openingQuantity: row.quantity ?? null,
    counted,
    retold,
  };
};

/** Returns why a row that matches no known variant cannot create one; undefined when it can. */
const refusalOf = (
  row: ImportedVariant,
  { product, known }: { product: ImportedProduct; known: ExistingProduct | undefined },
) => {
  // The same for a product that is new and for one that is known, so that a repetition reports the same.
  if (row.options === undefined && (known || row !== product.variants[0]))
    return "does not say which variant of the product it means";
  return row.priceMinor === undefined ? "has no price, which a new variant needs" : undefined;
};

/** The options that the file names, with the values of all variants that the product is left with. */
const optionsOf = (
  { options }: ImportedProduct,
  known: ExistingProduct | undefined,
  variants: readonly Pick<VariantContent, "options">[],
): Product["options"] => {
  if (options === undefined) return known?.options ?? [];
  return options.map(({ name }) => ({
    name,
    values: [...new Set(variants.flatMap((variant) => variant.options[name] ?? []))],
  }));
};

const isVisible = (product: ImportedProduct, known: ExistingProduct | undefined) =>
  known?.status === "published" || (product.status ?? known?.status ?? "published") === "published";

const planVariants = (
  product: ImportedProduct,
  known: ExistingProduct | undefined,
  newId: NewId,
) => {
  const errors: LineError[] = [];
  const { pairs, unnamed } = identify(product.variants, known?.variants ?? []);
  const variants = product.variants.flatMap((row, index) => {
    const variant = pairs.get(row);
    const message = variant ? undefined : refusalOf(row, { product, known });
    if (message === undefined) return [planVariant(row, index, variant, newId)];
    errors.push({ line: row.line, message });
    return [];
  });
  return { variants, unnamed, errors };
};

/** Returns the errors, and one for each other row of a product that is not imported. */
const ofAllRows = ({ lines }: ImportedProduct, errors: readonly LineError[]): LineError[] => {
  const reported = new Set(errors.map(({ line }) => line));
  const others = lines.filter((line) => !reported.has(line));
  return [...errors, ...others.map((line) => ({ line, message: LEFT_OUT }))];
};

/** Returns the errors of a new product that lacks a required field. */
const lacksOf = ({ line, title, variants }: ImportedProduct): LineError[] => [
  ...(title === undefined ? [{ line, message: "has no title, which a new product needs" }] : []),
  ...(variants.length === 0 ? [{ line, message: "has no variant with a price" }] : []),
];

/**
 * Compares a product with its stored state. A variant that the file does not name is removed if every
 * row of the product was read and the file names options.
 */
export const planProduct = (
  product: ImportedProduct,
  known: ExistingProduct | undefined,
  newId: NewId,
): Planning => {
  const { variants, unnamed, errors } = planVariants(product, known, newId);
  const lacks = known ? [] : lacksOf(product);
  if (lacks.length > 0 || (!known && variants.length === 0))
    return { plan: undefined, errors: ofAllRows(product, [...errors, ...lacks]) };
  const removes = product.complete && product.options !== undefined && product.variants.length > 0;
  const contents = variants.map(({ content }) => content);
  const options = optionsOf(product, known, removes ? contents : [...contents, ...unnamed]);
  const removedIds = removes ? unnamed.map(({ id }) => id) : [];
  const changed =
    !known?.same ||
    canonicalJson(known.options) !== canonicalJson(options) ||
    removedIds.length > 0 ||
    variants.some(({ outcome }) => outcome !== "unchanged");
  const plan: PlannedProduct = {
    id: known?.id ?? newId("product"),
    product,
    options,
    outcome: known ? (changed ? "updated" : "unchanged") : "created",
    fromVersion: known?.version ?? 0,
    visible: isVisible(product, known),
    variants,
    removedIds,
  };
  return { plan, errors };
};
