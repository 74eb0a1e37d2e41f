import type { LineError } from "#catalog/import/csv.rules";
import type { PlannedProduct } from "#catalog/import/import-plan.rules";
import type { ImportReport, ImportTally } from "#contract/catalog";

/** About 800 KB of JSON. Further errors are only counted: a file of 20 MiB may have millions of rows. */
const ERRORS_MAX = 10_000;

const NOTHING: ImportTally = {
  products: { created: 0, updated: 0, unchanged: 0 },
  variants: { created: 0, updated: 0, unchanged: 0, removed: 0 },
};

/** Collects the outcomes of an import and the errors of its rows, beside those of earlier steps. */
export const importReport = (before: ImportTally = NOTHING) => {
  const products = { ...before.products };
  const variants = { ...before.variants };
  const errors: LineError[] = [];
  let unlisted = 0;
  let lastLine = 0;
  return {
    count(plans: readonly PlannedProduct[]) {
      for (const { outcome, variants: planned, removedIds } of plans) {
        products[outcome] += 1;
        variants.removed += removedIds.length;
        for (const variant of planned) variants[variant.outcome] += 1;
      }
    },
    reportError(error: LineError) {
      lastLine = Math.max(lastLine, error.line);
      if (errors.length < ERRORS_MAX) errors.push(error);
      else unlisted += 1;
    },
    tally: (): ImportTally => ({ products, variants }),
    /** Returns the report. Errors are sorted by line; the last one says how many are not listed. */
    finished(): ImportReport {
      const listed = errors.toSorted((a, b) => a.line - b.line);
      const rest = { line: lastLine, message: `and ${unlisted} errors before it are not listed` };
      return { products, variants, errors: unlisted > 0 ? [...listed, rest] : listed };
    },
  };
};
