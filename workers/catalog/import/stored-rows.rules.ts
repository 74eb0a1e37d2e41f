import type { CsvRow } from "#catalog/import/csv.rules";
import type { ProductRows } from "#catalog/import/product-rows.rules";

/** The rows of one product as they wait for their step: the cells of each in the order of the header. */
export interface StoredGroup {
  slug: string;
  intact: boolean;
  rows: [line: number, ...cells: string[]][];
}

/** Returns the rows of a product without the names of their columns, which the file has once. */
export const storedGroup = (
  { slug, intact, rows }: ProductRows,
  header: readonly string[],
): StoredGroup => ({
  ...{ slug, intact },
  rows: rows.map(({ line, cells }) => [line, ...header.map((name) => cells[name] ?? "")]),
});

/** Returns the rows of a product with the names of their columns. */
export const groupOf = (
  { slug, intact, rows }: StoredGroup,
  header: readonly string[],
): ProductRows => ({
  ...{ slug, intact },
  rows: rows.map(
    ([line, ...cells]): CsvRow => ({
      line,
      cells: Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ""])),
    }),
  ) as ProductRows["rows"],
});
