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

/** A row of a file before it is written, and what must become of it. */
export interface Row {
  cells: Cells;
  damage?: Damage;
  /** What is wrong with it: the fault, and the text of the cell. */
  fault?: string;
  variant?: ExpectedVariant;
  image?: { url: string; position: number };
  /** Whether the report must name its line. */
  isReported: boolean;
}

/** What of a file decides how its products are written and read. */
export interface Sheet {
  columns: ReadonlySet<Column>;
  currency: string;
  /** How many options the file has columns for. */
  options: number;
  /** Whether rows bear handles; without them each product is one row, and its handle is made of the title. */
  hasHandles: boolean;
  /** Whether a row can be read only if it is ASCII, as the file is in another encoding than UTF-8. */
  isAsciiOnly: boolean;
}
