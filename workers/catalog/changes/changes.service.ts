import type { BundlesService } from "#catalog/availability/bundles.service";
import type { ChangesStore, EventfulBatch } from "#catalog/changes/changes.store";
import type { ProductChange } from "#catalog/changes/product-change.rules";
import { productCreated, productDeleted, productUpdated } from "#events/catalog";
import { type Envelope, newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";

interface Dependencies {
  store: ChangesStore;
  bundles: Pick<BundlesService, "changedWith">;
  outbox: Outbox;
}

const DEFINITIONS = { created: productCreated, updated: productUpdated, deleted: productDeleted };

const newProductEvent = (
  kind: keyof typeof DEFINITIONS,
  { id, fromVersion }: Pick<ProductChange, "id" | "fromVersion">,
  nowMs: number,
) =>
  newEvent(DEFINITIONS[kind], {
    source: "catalog",
    subject: id,
    sequence: fromVersion + 1,
    data: { productId: id },
    nowMs,
  });

type Deletion = Omit<Parameters<ChangesStore["delete"]>[0], "events" | "bundleIds"> & {
  /** Whether shoppers see the product. */
  published: boolean;
  nowMs: number;
};

/** Writes changes of products and announces them. */
export const changesService = ({ store, bundles, outbox }: Dependencies) => {
  const kicked = <Written extends { ok: boolean }>(written: Written, events: Envelope[]) => {
    if (written.ok && events.length > 0) outbox.kick(events);
    return written;
  };

  /** Returns the bundles that lose a part with variants of these products, which may be drafts. */
  const withoutParts = async (productIds: readonly string[]) =>
    productIds.length > 0 ? bundles.changedWith(productIds) : { bundleIds: [], events: [] };

  return {
    /** Writes a batch of changes, or returns why it is refused as a whole. */
    async write(batch: Omit<EventfulBatch, "events" | "bundleIds">) {
      const own = batch.changes.flatMap((change) =>
        change.event === null ? [] : [newProductEvent(change.event, change, batch.nowMs)],
      );
      const removing = batch.changes.filter(({ removedIds }) => removedIds.length > 0);
      const { bundleIds, events: others } = await withoutParts(removing.map(({ id }) => id));
      const events = [...own, ...others];
      return kicked(await store.write({ ...batch, bundleIds, events }), events);
    },

    /** Deletes a product, or returns why that is refused. */
    async delete({ published, nowMs, ...deletion }: Deletion) {
      const own = published ? [newProductEvent("deleted", deletion, nowMs)] : [];
      const { bundleIds, events: others } = await withoutParts([deletion.id]);
      const events = [...own, ...others];
      return kicked(await store.delete({ ...deletion, bundleIds, nowMs, events }), events);
    },
  };
};
export type ChangesService = ReturnType<typeof changesService>;
