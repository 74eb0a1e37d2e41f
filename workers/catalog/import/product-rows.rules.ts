import type { CsvRow } from "#catalog/import/csv.rules";
import { attempt, type Complain } from "#catalog/import/shopify.cells.rules";
import { type Handle, handleIn } from "#catalog/import/shopify.handle.rules";

/** The rows of one product, as they stand together in the file. */
export interface ProductRows {
  slug: string;
  rows: [CsvRow, ...CsvRow[]];
  /** Whether no line between its first and the next product was malformed: that line may be one of its own. */
  intact: boolean;
}

interface Group extends Handle {
  rows: ProductRows["rows"];
}

/** The first row of a slug. */
interface Origin {
  spelling: Handle["spelling"];
  line: number;
}

/** Rows without a handle of their own are products of one row. */
const isOfGroup = ({ slug, spelling }: Handle, group: Group | undefined) =>
  spelling !== null && slug === group?.slug && spelling === group.spelling;

/** Returns why a handle cannot begin a product: an earlier one has its slug; undefined when it can. */
const refusalOf = ({ slug, spelling }: Handle, first: Origin | undefined) => {
  if (!first) return undefined;
  if (spelling === first.spelling) return `${slug} has rows further up already`;
  return `Handle becomes ${slug}, as that of line ${first.line} does`;
};

/**
 * Gathers rows by their handle. Reports and leaves out a handle that comes again further down, since
 * its rows would take the product's other rows for removed, and one that becomes the slug of another.
 * @param broken lines that were no rows, growing as the rows come
 */
export async function* productRows(
  rows: AsyncIterable<CsvRow>,
  broken: Set<number>,
  complain: Complain,
): AsyncGenerator<ProductRows> {
  const seen = new Map<string, Origin>();
  let group: Group | undefined;

  const close = function* (end: number): Generator<ProductRows> {
    const past = [...broken].filter((line) => line < end);
    for (const line of past) broken.delete(line);
    if (!group) return;
    const { slug, rows } = group;
    yield { slug, rows, intact: !past.some((line) => line > rows[0].line) };
    group = undefined;
  };

  for await (const row of rows) {
    const handle = attempt(row, complain, () => handleIn(row));
    if (handle === undefined) broken.add(row.line);
    else if (group && isOfGroup(handle, group)) group.rows.push(row);
    else {
      yield* close(row.line);
      const message = refusalOf(handle, seen.get(handle.slug));
      if (message !== undefined) complain({ line: row.line, message });
      else {
        group = { ...handle, rows: [row] };
        seen.set(handle.slug, { spelling: handle.spelling, line: row.line });
      }
    }
  }
  yield* close(Number.POSITIVE_INFINITY);
}
