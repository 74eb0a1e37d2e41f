import type { Column } from "./columns";
import type { Damage } from "./faults";

export interface ExpectedVariant {
  sku: string | null;
  /** Option names and values, in the order of the columns. */
  options: [name: string, value: string][];
  amountMinor: number;
  compareAtMinor: number | null;
  policy: string;
  available: boolean;
}

export type Cells = Partial<Record<Column, string>>;

/** A row before it is written, and the expected result. */
export interface Row {
  cells: Cells;
  damage?: Damage;
  /** The fault, and the text of the cell. */
  fault?: string;
  variant?: ExpectedVariant;
  image?: { url: string; position: number };
  /** Whether the report must name its line. */
  isReported: boolean;
}

/** Properties of a file that decide how its products are written and read. */
export interface Sheet {
  columns: ReadonlySet<Column>;
  currency: string;
  /** The number of options that the file has columns for. */
  options: number;
  /**
   * Whether rows have handles. Without them each product is one row, and its handle is derived from
   * the title.
   */
  hasHandles: boolean;
  /** Whether a row is readable only if it is ASCII, because the file is not UTF-8. */
  isAsciiOnly: boolean;
}
