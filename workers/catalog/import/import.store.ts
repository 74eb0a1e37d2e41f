import { existingProducts } from "#catalog/import/existing.store";
import {
  type ImportBatch,
  matchVersions,
  scheduleStockUpdates,
  writeProducts,
  writeVariants,
} from "#catalog/import/import.statements";
import type { ImportedProduct } from "#catalog/import/imported.rules";
import { refreshMediaUses } from "#catalog/media/media.statements";
import { refreshListings } from "#catalog/products/listings.statements";
import { membershipStatements } from "#catalog/products/membership.statements";
import type { Database } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";

interface EventfulBatch extends ImportBatch {
  events: readonly Envelope[];
}

/** Reads and writes the products of an import. */
export const importStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const requireVersions = ({ plans }: ImportBatch) => {
    const existing = plans.filter(({ fromVersion }) => fromVersion > 0);
    if (existing.length === 0) return [];
    return [
      matchVersions(db, existing),
      guard("product_changed", db.write.run(expectChanges(existing.length))),
    ];
  };

  return {
    /** Returns the stored state of these products, by slug. */
    existing: (batch: readonly ImportedProduct[], currency: string) =>
      existingProducts(db, { batch, currency }),

    /**
     * Writes planned products together with their events. Refuses as a whole when a product has changed
     * since it was read, or when another import has created it.
     */
    write: (batch: EventfulBatch) =>
      commitGuarded(db, [
        ...requireVersions(batch),
        ...writeProducts(db, batch).map((statement) => guard("product_created", statement)),
        ...writeVariants(db, batch),
        ...scheduleStockUpdates(db, batch),
        ...membershipStatements(db, {
          memberships: batch.plans.map(({ id, product }) => ({
            productId: id,
            category: product.category,
          })),
          nowMs: batch.nowMs,
        }),
        ...refreshListings(
          db,
          batch.plans.map(({ id }) => id),
        ),
        ...refreshMediaUses(
          db,
          batch.plans.map(({ id }) => id),
        ),
        ...(batch.events.length > 0 ? [outbox.announce(batch.events)] : []),
      ]),
  };
};
export type ImportStore = ReturnType<typeof importStore>;
