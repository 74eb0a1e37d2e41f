import { CURRENCIES } from "./amounts";
import type { Column } from "./columns";
import type { VariantDraft } from "./drafts";
import { type CellFault, cellFaults, isDamage, ROW_FAULTS } from "./faults";
import type { Cells, Row, Sheet } from "./row";

const NO_IMAGE: Cells = { image: "", imagePosition: "", imageAlt: "" };

/** Returns whether the row has what the fault damages: the column, an option, an image. */
const isPossible = (row: Row, fault: CellFault, { columns }: Sheet) => {
  if (!columns.has(fault.column)) return false;
  if (fault.column === "option1Value") return row.variant?.options.length !== 0;
  return fault.loses === "variant" || row.image !== undefined;
};

/** Returns the name of a row's fault, for failures and the coverage of faults. */
const faultName = (column: Column, text: string) => `${column} ${JSON.stringify(text)}`;

/** Returns the row with an unreadable cell. A row that loses its variant has no image either. */
const withCell = (row: Row, fault: CellFault, text: string): Row => {
  const cells = { ...row.cells, ...fault.beside, [fault.column]: text };
  const named = { fault: faultName(fault.column, text), isReported: true };
  if (fault.loses === "variant") return { ...named, cells: { ...cells, ...NO_IMAGE } };
  const { image: _, ...rest } = row;
  return { ...rest, ...named, cells };
};

/**
 * Returns the row with its fault, and the row that the fault adds. Returns the row unchanged if it
 * cannot have the fault in this file.
 */
export const spoilt = (row: Row, { fault }: VariantDraft, sheet: Sheet): Row[] => {
  if (!fault) return [row];
  const { name, pick } = fault;
  if (isDamage(name)) return [{ cells: row.cells, damage: name, fault: name, isReported: true }];
  if (name === "repeated options") {
    const again = { cells: { ...row.cells, ...NO_IMAGE }, fault: name, isReported: true };
    return sheet.options > 0 && sheet.hasHandles ? [row, again] : [row];
  }
  const cellFault = cellFaults[name];
  if (!isPossible(row, cellFault, sheet)) return [row];
  const texts = cellFault.texts(sheet.currency);
  return [withCell(row, cellFault, texts[pick % texts.length] ?? "")];
};

/** Returns the names of all faults, in all forms and currencies. */
export const allFaults = (): string[] =>
  ROW_FAULTS.flatMap((name) => {
    if (isDamage(name) || name === "repeated options") return [name];
    const { column, texts } = cellFaults[name];
    return Object.keys(CURRENCIES)
      .flatMap(texts)
      .map((text) => faultName(column, text));
  });
