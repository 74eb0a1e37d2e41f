import type { AvailabilityService } from "#catalog/availability/availability.service";
import type { ChangesService } from "#catalog/changes/changes.service";
import { csvRows } from "#catalog/import/csv.rules";
import type { ImportStore } from "#catalog/import/import.store";
import { planBatch } from "#catalog/import/import-batch.service";
import { importReport } from "#catalog/import/import-report.rules";
import type { ImportedProduct } from "#catalog/import/imported.rules";
import { productRows } from "#catalog/import/product-rows.rules";
import { productHeader } from "#catalog/import/shopify.columns.rules";
import { productOf } from "#catalog/import/shopify.rules";
import type { ImportReport } from "#contract/catalog";
import type { Clock } from "#kernel/clock";
import { log } from "#kernel/log";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";

interface Dependencies {
  store: ImportStore;
  changes: ChangesService;
  availability: Pick<AvailabilityService, "openPending">;
  clock: Clock;
}

type Report = ReturnType<typeof importReport>;

/** The size of one batch. A product is never split, so a batch may exceed the characters by one product. */
const BATCH_PRODUCTS = 100;
const BATCH_CHARS = 1_000_000;

/** Reads the products of a Shopify file as it streams in, and reports every row that it leaves out. */
async function* productsIn(
  file: ReadableStream<Uint8Array>,
  { currency, report: { reportError } }: { currency: string; report: Report },
): AsyncGenerator<ImportedProduct> {
  const malformedLines = new Set<number>();
  const rows = csvRows(file, {
    headerOf: productHeader,
    onError: (error) => {
      malformedLines.add(error.line);
      reportError(error);
    },
  });
  for await (const group of productRows(rows, { malformedLines, reportError })) {
    const product = productOf(group, { currency, reportError });
    if (product) yield product;
  }
}

/** Groups products into batches of a bounded size. */
async function* inBatches(
  products: AsyncIterable<ImportedProduct>,
): AsyncGenerator<ImportedProduct[]> {
  let batch: ImportedProduct[] = [];
  let chars = 0;
  for await (const product of products) {
    batch.push(product);
    chars += JSON.stringify(product).length;
    if (batch.length < BATCH_PRODUCTS && chars <= BATCH_CHARS) continue;
    yield batch;
    batch = [];
    chars = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Imports products from a file, in batches that are each written as a whole or not at all. */
export const importService = ({ store, changes, availability, clock }: Dependencies) => {
  const writeOnce = async (batch: readonly ImportedProduct[], currency: string) => {
    const nowMs = clock.now();
    const planned = await planBatch(batch, { store, currency, nowMs });
    if (planned.changes.length === 0) return planned;
    const committed = await changes.write({ changes: planned.changes, nowMs });
    return committed.ok ? planned : CONFLICT;
  };

  /** Logs a failure instead of throwing it: the sweep sends the quantities later. */
  const openStock = () =>
    availability.openPending().catch((err) => log.warn("import.stock_not_opened", { error: err }));

  return {
    /**
     * Imports a Shopify product CSV as it streams in. Importing the same file again changes nothing.
     * @throws 413 when the file is too large, 400 when it is not a product CSV, 409 with Retry-After
     * when other imports keep changing the same products; batches that are already written stay
     */
    async import(file: ReadableStream<Uint8Array>, currency: string): Promise<ImportReport> {
      const report = importReport();
      for await (const batch of inBatches(productsIn(file, { currency, report }))) {
        const { plans, errors } = await retryOnConflict(() => writeOnce(batch, currency));
        report.count(plans);
        errors.forEach(report.reportError);
        await openStock();
      }
      return report.finished();
    },
  };
};
export type ImportService = ReturnType<typeof importService>;
