import type { CsvRow } from "./csv";
import { handleOf } from "./shopify";
import type { Complain } from "./shopify.cells";

/** The rows of one product, as they stand together in the file. */
export interface ProductRows {
  slug: string;
  rows: [CsvRow, ...CsvRow[]];
  /** Whether no line between its first and the next product was malformed: that line may be one of its own. */
  intact: boolean;
}

/**
 * Gathers rows by their handle. A handle that comes again further down is told and left out: what
 * stands apart from its product would otherwise take the product's other rows for removed.
 * @param broken lines that were no rows, growing as the rows come
 */
export async function* productRows(
  rows: AsyncIterable<CsvRow>,
  broken: Set<number>,
  complain: Complain,
): AsyncGenerator<ProductRows> {
  const seen = new Set<string>();
  let group: Omit<ProductRows, "intact"> | undefined;

  const close = function* (end: number): Generator<ProductRows> {
    const past = [...broken].filter((line) => line < end);
    for (const line of past) broken.delete(line);
    const [first] = group?.rows ?? [];
    if (group && first) yield { ...group, intact: !past.some((line) => line > first.line) };
    group = undefined;
  };

  for await (const row of rows) {
    const slug = handleOf(row, complain);
    if (slug === undefined) broken.add(row.line);
    else if (slug === group?.slug) group.rows.push(row);
    else {
      yield* close(row.line);
      if (seen.has(slug))
        complain({ line: row.line, message: `${slug} has rows further up already` });
      else group = { slug, rows: [row] };
      seen.add(slug);
    }
  }
  yield* close(Number.POSITIVE_INFINITY);
}
