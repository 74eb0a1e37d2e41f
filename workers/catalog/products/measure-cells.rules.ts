import { UnitPriceMeasure } from "#catalog/unit-price.contract";

type Cells = Readonly<Record<string, string | null>>;

/** The columns of a measure, by the names under which cells are kept. */
const TOTAL = "Unit price total measure";
const TOTAL_UNIT = "Unit price total measure unit";
const BASE = "Unit price base measure";
const BASE_UNIT = "Unit price base measure unit";
const COLUMNS: readonly string[] = [TOTAL, TOTAL_UNIT, BASE, BASE_UNIT];

/** Shopify writes units in lower case, and other programs in their own. */
const unitOf = (cell: string | null | undefined) => cell?.toLowerCase().replace(/[\s.]/g, "");
const numberOf = (cell: string | null | undefined) => (cell ? Number(cell) : undefined);

const parsed = (cells: Cells): UnitPriceMeasure | null => {
  const measure = UnitPriceMeasure.safeParse({
    value: numberOf(cells[TOTAL]),
    unit: unitOf(cells[TOTAL_UNIT]),
    reference: { value: numberOf(cells[BASE]), unit: unitOf(cells[BASE_UNIT]) },
  });
  return measure.success ? measure.data : null;
};

/**
 * Returns the measure that kept cells name, as JSON; null if they name none that the shop can compute with, and
 * undefined if the file lacks a column.
 */
export const unitMeasureIn = (cells: Cells): string | null | undefined => {
  if (COLUMNS.some((column) => cells[column] === undefined)) return undefined;
  const measure = parsed(cells);
  return measure && JSON.stringify(measure);
};

/** Returns the cells without those of a measure. */
const withoutMeasure = (cells: Cells): Record<string, string | null> =>
  Object.fromEntries(Object.entries(cells).filter(([column]) => !COLUMNS.includes(column)));

/** Returns the cells of a row that replace stored ones. Cells of a measure that stays are left out, so that they stay too. */
export const newCells = (
  { kept, unitMeasure }: { kept: Cells; unitMeasure: string | null | undefined },
  stored: string | null,
) => (unitMeasure != null && unitMeasure === stored ? withoutMeasure(kept) : kept);

/** Returns the cells of a variant for a file: those of its measure, in the form in which a file wrote the same one. */
export const measureCells = (
  kept: Readonly<Record<string, string>>,
  measure: UnitPriceMeasure | null,
): Record<string, string> => {
  const before = parsed(kept);
  if (JSON.stringify(before) === JSON.stringify(measure)) return { ...kept };
  const others = withoutMeasure(kept) as Record<string, string>;
  if (measure === null) return others;
  const { value, unit, reference } = measure;
  return {
    ...others,
    [TOTAL]: String(value),
    [TOTAL_UNIT]: unit,
    [BASE]: String(reference.value),
    [BASE_UNIT]: reference.unit,
  };
};
