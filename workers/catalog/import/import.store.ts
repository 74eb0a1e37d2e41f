import { existingProducts } from "#catalog/import/existing.store";
import type { ImportedProduct } from "#catalog/import/imported.rules";
import type { Database } from "#db/client";

/** Reads what the catalog stores of the products of an import. */
export const importStore = (db: Database) => ({
  /** Returns the stored state of these products, by slug. */
  existing: (batch: readonly ImportedProduct[], currency: string) =>
    existingProducts(db, { batch, currency }),
});
export type ImportStore = ReturnType<typeof importStore>;
