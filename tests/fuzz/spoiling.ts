import type { VariantDraft } from "./drafts";
import { type CellFault, cellFaults, isDamage } from "./faults";
import type { Cells, Row, Sheet } from "./row";

const NO_IMAGE: Cells = { image: "", imagePosition: "", imageAlt: "" };

/** Returns whether the row has what the fault spoils: the column, an option, an image. */
const isPossible = (row: Row, fault: CellFault, { columns }: Sheet) => {
  if (!columns.has(fault.column)) return false;
  if (fault.column === "option1Value") return row.variant?.options.length !== 0;
  return fault.loses === "variant" || row.image !== undefined;
};

/** Returns the row with a cell that cannot be read. A row that loses its variant has no image either. */
const withCell = (row: Row, fault: CellFault, text: string): Row => {
  const cells = { ...row.cells, ...fault.beside, [fault.column]: text };
  if (fault.loses === "variant") return { cells: { ...cells, ...NO_IMAGE }, isReported: true };
  const { image: _, ...rest } = row;
  return { ...rest, cells, isReported: true };
};

/**
 * Returns the row as its fault leaves it, and the row that the fault adds. A fault that the row cannot
 * have in this file leaves it as it is.
 */
export const spoilt = (row: Row, { fault }: VariantDraft, sheet: Sheet): Row[] => {
  if (!fault) return [row];
  const { name, pick } = fault;
  if (isDamage(name)) return [{ cells: row.cells, damage: name, isReported: true }];
  if (name === "repeated options") {
    const again = { cells: { ...row.cells, ...NO_IMAGE }, isReported: true };
    return sheet.options > 0 && sheet.hasHandles ? [row, again] : [row];
  }
  const cellFault = cellFaults[name];
  if (!isPossible(row, cellFault, sheet)) return [row];
  const texts = cellFault.texts(sheet.currency);
  return [withCell(row, cellFault, texts[pick % texts.length] ?? "")];
};
