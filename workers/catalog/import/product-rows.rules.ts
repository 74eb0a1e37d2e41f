import type { CsvRow } from "#catalog/import/csv.rules";
import { attempt, type ReportError } from "#catalog/import/shopify.cells.rules";
import { type Handle, handleIn } from "#catalog/import/shopify.handle.rules";

/** The consecutive rows of one product. */
export interface ProductRows {
  slug: string;
  rows: [CsvRow, ...CsvRow[]];
  /** Whether no line up to the next product is malformed: such a line may be one of its rows. */
  intact: boolean;
}

interface Group extends Handle {
  rows: ProductRows["rows"];
}

/** The first row with a slug. */
interface Origin {
  spelling: Handle["spelling"];
  line: number;
}

/** A row without a handle is a separate product. */
const isOfGroup = ({ slug, spelling }: Handle, group: Group | undefined) =>
  spelling !== null && slug === group?.slug && spelling === group.spelling;

/** Returns why a handle cannot begin a product: an earlier product has its slug. Undefined if it can. */
const refusalOf = ({ slug, spelling }: Handle, first: Origin | undefined) => {
  if (!first) return undefined;
  if (spelling === first.spelling) return `${slug} has rows further up already`;
  return `Handle becomes ${slug}, as that of line ${first.line} does`;
};

interface Reading {
  /** Lines that are no rows. The caller adds to it while the rows are read. */
  malformedLines: Set<number>;
  reportError: ReportError;
}

/**
 * Groups consecutive rows by handle. Reports and leaves out a handle that comes again later, because
 * its rows alone would remove the product's other variants, and a handle that has the slug of another.
 */
export async function* productRows(
  rows: AsyncIterable<CsvRow>,
  { malformedLines, reportError }: Reading,
): AsyncGenerator<ProductRows> {
  const seen = new Map<string, Origin>();
  let group: Group | undefined;

  const close = function* (end: number): Generator<ProductRows> {
    const past = [...malformedLines].filter((line) => line < end);
    for (const line of past) malformedLines.delete(line);
    if (!group) return;
    const { slug, rows } = group;
    yield { slug, rows, intact: !past.some((line) => line > rows[0].line) };
    group = undefined;
  };

  for await (const row of rows) {
    const handle = attempt(row, reportError, () => handleIn(row));
    if (handle === undefined) malformedLines.add(row.line);
    else if (group && isOfGroup(handle, group)) group.rows.push(row);
    else {
      yield* close(row.line);
      const message = refusalOf(handle, seen.get(handle.slug));
      if (message !== undefined) reportError({ line: row.line, message });
      else {
        group = { ...handle, rows: [row] };
        seen.set(handle.slug, { spelling: handle.spelling, line: row.line });
      }
    }
  }
  yield* close(Number.POSITIVE_INFINITY);
}
