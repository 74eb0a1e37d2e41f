/** A cell that the reader of a file would take apart or trim without quotes. */
const QUOTED = /[",\r\n]|^\s|\s$/;

const cellText = (cell: string) => (QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Returns one record of a CSV file (RFC 4180) with its line break. */
export const csvRecord = (cells: readonly string[]) => `${cells.map(cellText).join(",")}\r\n`;
