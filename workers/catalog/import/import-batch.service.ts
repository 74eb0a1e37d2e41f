import type { ProductChange } from "#catalog/changes/product-change.rules";
import type { LineError } from "#catalog/import/csv.rules";
import type { ImportStore } from "#catalog/import/import.store";
import { changeOf } from "#catalog/import/import-change.rules";
import { type PlannedProduct, planProduct } from "#catalog/import/import-plan.rules";
import type { ImportedProduct } from "#catalog/import/imported.rules";
import { newId } from "#kernel/ids";

/** What an import does to some products. */
export interface PlannedBatch {
  plans: readonly PlannedProduct[];
  /** Without products that have what the file says already. */
  changes: ProductChange[];
  errors: LineError[];
}

interface Planning {
  store: ImportStore;
  currency: string;
  nowMs: number;
}

/** Compares products of a file with the stored ones, which it reads. */
export const planBatch = async (
  batch: readonly ImportedProduct[],
  { store, currency, nowMs }: Planning,
): Promise<PlannedBatch> => {
  const existing = await store.existing(batch, currency);
  const planned = batch.map((product) =>
    planProduct({ product, existing: existing.get(product.slug) }, (kind) => newId(kind, nowMs)),
  );
  const plans = planned.flatMap(({ plan }) => plan ?? []);
  return {
    plans,
    changes: plans
      .filter(({ outcome }) => outcome !== "unchanged")
      .map((plan) => changeOf(plan, currency)),
    errors: planned.flatMap(({ errors }) => errors),
  };
};
