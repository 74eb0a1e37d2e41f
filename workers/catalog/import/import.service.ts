import type { StockService } from "#catalog/availability/availability.service";
import { csvRows } from "#catalog/import/csv.rules";
import type { ImportStore } from "#catalog/import/import.store";
import { type PlannedProduct, planProduct } from "#catalog/import/import-plan.rules";
import { importReport } from "#catalog/import/import-report.rules";
import type { ImportedProduct } from "#catalog/import/imported.rules";
import { productRows } from "#catalog/import/product-rows.rules";
import { productHeader } from "#catalog/import/shopify.columns.rules";
import { productOf } from "#catalog/import/shopify.rules";
import { type Bytes, limited } from "#catalog/import/upload.rules";
import { type ImportReport, productCreated, productUpdated } from "#contract/catalog";
import type { Clock } from "#kernel/clock";
import { type Envelope, newEvent } from "#kernel/events";
import { newId } from "#kernel/ids";
import { log } from "#kernel/log";
import type { Outbox } from "#kernel/outbox";
import { retryOnConflict } from "#kernel/retry-on-conflict";
import { violatesGuard, violatesUnique } from "#kernel/sql";

interface Tools {
  store: ImportStore;
  stock: Pick<StockService, "openPending">;
  outbox: Outbox;
  clock: Clock;
}

/** How much one batch takes. A product is never divided, so a batch may exceed the characters by one. */
const BATCH_PRODUCTS = 100;
const BATCH_CHARS = 1_000_000;

/** Takes products over from a file, in batches that each are all or nothing. */
export const importService = ({ store, stock, outbox, clock }: Tools) => {
  const eventOf = ({ id, outcome, fromVersion, visible }: PlannedProduct, nowMs: number) => {
    if (!visible || outcome === "unchanged") return [];
    const definition = outcome === "created" ? productCreated : productUpdated;
    return [
      newEvent(definition, {
        source: "catalog",
        subject: id,
        sequence: fromVersion + 1,
        data: { productId: id },
        nowMs,
      }),
    ];
  };

  const writeOnce = async (batch: readonly ImportedProduct[], currency: string) => {
    const nowMs = clock.now();
    const existing = await store.existing(batch, currency);
    const planned = batch.map((product) =>
      planProduct(product, existing.get(product.slug), (kind) => newId(kind, nowMs)),
    );
    const plans = planned.flatMap(({ plan }) => plan ?? []);
    const changed = plans.filter(({ outcome }) => outcome !== "unchanged");
    const events: Envelope[] = changed.flatMap((plan) => eventOf(plan, nowMs));
    if (changed.length > 0) await store.write({ plans: changed, currency, events, nowMs });
    if (events.length > 0) outbox.kick(events);
    return { plans, errors: planned.flatMap(({ errors }) => errors) };
  };

  const write = (batch: readonly ImportedProduct[], currency: string) =>
    retryOnConflict(() => writeOnce(batch, currency), {
      isConflict: (err) => violatesGuard(err) || violatesUnique(err, "products"),
    });

  /** What the stock could not be told now, the sweep tells it later. */
  const openStock = () =>
    stock.openPending().catch((err) => log.warn("import.stock_not_opened", { error: err }));

  return {
    /**
     * Imports a Shopify product CSV as it streams in. Again with the same file, nothing changes.
     * @throws 413 when the file is too large, 400 when it is no product CSV, 409 with Retry-After when
     * others import the same products again and again; what came before stays
     */
    async import(file: Bytes, currency: string): Promise<ImportReport> {
      const report = importReport();
      const { complain } = report;
      let batch: ImportedProduct[] = [];
      let chars = 0;
      const flush = async () => {
        if (batch.length === 0) return;
        const { plans, errors } = await write(batch, currency);
        report.count(plans);
        errors.forEach(complain);
        await openStock();
        batch = [];
        chars = 0;
      };

      const broken = new Set<number>();
      const rows = csvRows(limited(file), {
        headerOf: productHeader,
        onError: (error) => {
          broken.add(error.line);
          complain(error);
        },
      });
      for await (const group of productRows(rows, broken, complain)) {
        const product = productOf(group, currency, complain);
        if (!product) continue;
        batch.push(product);
        chars += JSON.stringify(product).length;
        if (batch.length === BATCH_PRODUCTS || chars > BATCH_CHARS) await flush();
      }
      await flush();
      return report.finished();
    },
  };
};
export type ImportService = ReturnType<typeof importService>;
