import fc from "fast-check";
import { CURRENCIES } from "./amounts";
import { type Column, type ColumnSet, columnNames, optionColumns, UNREAD_COLUMNS } from "./columns";

export type Encoding = "utf-8" | "windows-1252" | "utf-16le";

/** How a file is written, independent of its products. */
export interface Layout {
  set: ColumnSet;
  /** In their order in the file. */
  columns: Column[];
  /** Columns of which only the cells are kept, at the end. */
  unread: (readonly [name: string, cell: string])[];
  delimiter: "," | ";" | "\t";
  lineEnd: "\n" | "\r\n" | "\r";
  /** The line break within a cell. */
  cellLineEnd: "\n" | "\r\n";
  quotes: "where needed" | "always";
  header: "plain" | "quoted" | "padded";
  /** Lines between products, in turn. A line of delimiters is a row of empty cells. */
  between: ("nothing" | "blank line" | "empty cells")[];
  endsInLineEnd: boolean;
  hasByteOrderMark: boolean;
  encoding: Encoding;
  currency: string;
  /** The body arrives in pieces of this many bytes. */
  chunkBytes: number;
}

/** Columns that a later file may lack; columns that depend on each other are in one group. */
const LATER_ABSENT: readonly Column[][] = [
  ...([["description"], ["vendor"], ["type"], ["tags"], ["status", "published"]] as const),
  ...([["sku"], ["price"], ["compareAt"], ["tracker"], ["quantity"], ["policy"]] as const),
  ...([["image", "imagePosition", "imageAlt"], ["seoTitle"], ["seoDescription"]] as const),
].map((group) => [...group]);

/** Generates selections of columns that a later file of the same products lacks. */
export const absentLater = fc.subarray([...LATER_ABSENT]).map((groups) => groups.flat());

const allColumns = (options: number) =>
  columnNames.filter(
    (column) => !/^option/.test(column) || optionColumns(options).includes(column),
  );

/** Returns how many options have both of their columns, counted from the first. */
export const optionsIn = (columns: readonly Column[]) => {
  const has = (options: number) =>
    optionColumns(options).every((column) => columns.includes(column));
  return [3, 2, 1].find(has) ?? 0;
};

/**
 * Returns a valid selection of columns: the required ones, and no option with only one of its
 * columns.
 */
const usable = (columns: Column[], needed: Column[]): Column[] => {
  const options = optionColumns(optionsIn(columns));
  const chosen = columns.filter((column) => !/^option/.test(column) || options.includes(column));
  return [...needed.filter((column) => !chosen.includes(column)), ...chosen];
};

const columns = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(0, 1, 2, 3).map(allColumns) },
  {
    weight: 5,
    arbitrary: fc
      .shuffledSubarray(columnNames, { minLength: 1 })
      .map((some) => usable(some, ["handle", "title", "price"])),
  },
  {
    weight: 1,
    arbitrary: fc
      .shuffledSubarray(columnNames.filter((column) => column !== "price"))
      .map((some) => usable(some, ["title"])),
  },
);

export const layout = (encoding: Encoding): fc.Arbitrary<Layout> =>
  fc.record({
    set: fc.constantFrom("classic", "present"),
    columns,
    unread: fc.subarray(
      UNREAD_COLUMNS.filter(([name]) => encoding === "utf-8" || /^[\0-\x7f]*$/.test(name)),
    ),
    delimiter: fc.oneof(
      { weight: 60, arbitrary: fc.constant("," as const) },
      { weight: 1, arbitrary: fc.constantFrom(";", "\t") },
    ),
    lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
    cellLineEnd: fc.constantFrom("\n", "\r\n"),
    quotes: fc.constantFrom("where needed", "always"),
    header: fc.constantFrom("plain", "plain", "quoted", "padded"),
    between: fc.array(fc.constantFrom("nothing", "nothing", "blank line", "empty cells"), {
      minLength: 1,
      maxLength: 3,
    }),
    endsInLineEnd: fc.boolean(),
    hasByteOrderMark: encoding === "utf-16le" ? fc.constant(true) : fc.boolean(),
    encoding: fc.constant(encoding),
    currency: fc.constantFrom(...Object.keys(CURRENCIES)),
    chunkBytes: fc.constantFrom(1 << 20, 4096, 61, 7),
  });
