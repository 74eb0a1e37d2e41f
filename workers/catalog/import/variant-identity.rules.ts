import type { ImportedVariant } from "#catalog/import/imported.rules";
import { canonicalJson } from "#kernel/encoding";
import { foldCase } from "#kernel/fold";

/** The identifying fields of a stored variant. */
export interface StoredVariant {
  id: string;
  sku: string | null;
  options: Record<string, string>;
  removed: boolean;
}

type Identified = Pick<ImportedVariant, "sku" | "options">;
/** Returns the key that identifies a variant, or null if it has none. */
type Key = (variant: Identified) => string | null;

const bySku: Key = ({ sku }) => sku ?? null;

/** Shopify writes a product without options as one option of this name and value. */
const isNoOption = ([name, value]: readonly [string, string]) =>
  name === "title" && value === "default title";

const byOptions: Key = ({ options = {} }) => canonicalJson(options);

/** Compares options case-insensitively, because files of one shop change their spelling over time. */
const byFoldedOptions: Key = ({ options = {} }) => {
  const folded = Object.entries(options).map(
    ([name, value]) => [foldCase(name), foldCase(value)] as const,
  );
  return canonicalJson(Object.fromEntries(folded.filter((option) => !isNoOption(option))));
};

const groupedBy = <T extends Identified>(variants: Iterable<T>, key: Key) => {
  const groups = Map.groupBy(variants, key);
  groups.delete(null);
  return groups as Map<string, T[]>;
};

/** Pairs rows with stored variants; each stored variant is paired at most once. */
const pairing = <T extends StoredVariant>(
  rows: readonly ImportedVariant[],
  stored: readonly T[],
) => {
  const pairs = new Map<ImportedVariant, T>();
  const unpaired = new Set(stored);
  const pair = (row: ImportedVariant, variant: T | undefined) => {
    if (variant && unpaired.delete(variant)) pairs.set(row, variant);
  };
  return {
    pairs,
    unpaired,
    /** Pairs a row with the variant of the same key if the key is unique among rows and variants. */
    byUniqueKey(key: Key) {
      const groups = groupedBy(stored, key);
      for (const [name, [row, otherRow]] of groupedBy(rows, key)) {
        const [variant, otherVariant] = groups.get(name) ?? [];
        if (row && !otherRow && !otherVariant) pair(row, variant);
      }
    },
    /** Pairs each remaining row with the first remaining variant of the same key. */
    byKey(key: Key) {
      const groups = groupedBy(unpaired, key);
      for (const row of rows) {
        if (pairs.has(row)) continue;
        const group = groups.get(key(row) ?? "");
        pair(
          row,
          group?.find((variant) => unpaired.has(variant)),
        );
      }
    },
    /** Pairs the only stored variant with the only row, or with the first of several rows if its SKU fits. */
    onlyVariant() {
      const [row, otherRow] = rows;
      const [variant, otherVariant] = stored;
      if (!row || !variant || otherVariant) return;
      const skuFits = row.sku === undefined || row.sku === variant.sku;
      if (!otherRow || skuFits) pair(row, variant);
    },
  };
};

/**
 * Pairs the rows of a product with its stored variants. A SKU identifies a variant if no other variant
 * of the product has it, in the file or in the catalog; otherwise the options do. In a file without
 * options, a row means the variant of its unique SKU; the first row may mean the only variant.
 * @returns the variant of each paired row, and the variants that the file does not contain
 */
export const identify = <T extends StoredVariant>(
  rows: readonly ImportedVariant[],
  stored: readonly T[],
): { pairs: ReadonlyMap<ImportedVariant, T>; unnamed: T[] } => {
  const hasOptions = rows.some(({ options }) => options !== undefined);
  const active = stored.filter(({ removed }) => !removed);
  const removed = stored.filter((variant) => variant.removed);
  const { pairs, unpaired, ...pair } = pairing(rows, hasOptions ? [...active, ...removed] : active);
  pair.byUniqueKey(bySku);
  if (hasOptions) for (const key of [byOptions, byFoldedOptions]) pair.byKey(key);
  else pair.onlyVariant();
  return { pairs, unnamed: [...unpaired].filter((variant) => !variant.removed) };
};
