import type { ChangesStore, EventfulBatch } from "#catalog/changes/changes.store";
import type { ProductChange } from "#catalog/changes/product-change.rules";
import { productCreated, productDeleted, productUpdated } from "#events/catalog";
import { type Envelope, newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";

interface Dependencies {
  store: ChangesStore;
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

type Deletion = Omit<Parameters<ChangesStore["delete"]>[0], "events"> & {
  /** Whether shoppers see the product. */
  published: boolean;
  nowMs: number;
};

/** Writes changes of products and announces them. */
export const changesService = ({ store, outbox }: Dependencies) => {
  const kicked = <Written extends { ok: boolean }>(written: Written, events: Envelope[]) => {
    if (written.ok && events.length > 0) outbox.kick(events);
    return written;
  };

  return {
    /** Writes a batch of changes, or returns why it is refused as a whole. */
    async write(batch: Omit<EventfulBatch, "events">) {
      const events = batch.changes.flatMap((change) =>
        change.event === null ? [] : [newProductEvent(change.event, change, batch.nowMs)],
      );
      return kicked(await store.write({ ...batch, events }), events);
    },

    /** Deletes a product, or returns why that is refused. */
    async delete({ published, nowMs, ...deletion }: Deletion) {
      const events = published ? [newProductEvent("deleted", deletion, nowMs)] : [];
      return kicked(await store.delete({ ...deletion, events }), events);
    },
  };
};
export type ChangesService = ReturnType<typeof changesService>;
