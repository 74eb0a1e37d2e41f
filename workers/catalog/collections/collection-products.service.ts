import { collectionProductsDue, productRelisted } from "#events/catalog";
import type { Clock } from "#kernel/clock";
import { type Envelope, newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import type { CollectionProductsStore } from "./collection-products.store";

interface Dependencies {
  store: CollectionProductsStore;
  outbox: Outbox;
  clock: Clock;
}

interface Due {
  collectionId: string;
  rulesVersion: number;
  /** The product at which the last step ended; empty for the first step. */
  after: string;
}

/**
 * Makes products follow the rules of a changed collection, and leave a deleted one. Works in steps of bounded size.
 * The batch of a step announces the next one, so that each is done once.
 */
export const collectionProductsService = ({ store, outbox, clock }: Dependencies) => {
  const about = ({ collectionId }: Due, event: Envelope) => ({
    source: "catalog",
    subject: collectionId,
    sequence: event.sequence,
    causationId: event.id,
    nowMs: clock.now(),
  });

  const nextStep = (due: Due, event: Envelope): Envelope =>
    newEvent(collectionProductsDue, { ...about(due, event), data: due });

  /** Makes the search documents of products follow. */
  const relisted = (due: Due, event: Envelope, productIds: string[]): Envelope[] =>
    productIds.length > 0
      ? [newEvent(productRelisted, { ...about(due, event), data: { productIds } })]
      : [];

  const kicked = async (done: Promise<boolean>, events: Envelope[]) => {
    if ((await done) && events.length > 0) outbox.kick(events);
  };

  const empty = async (due: Due, event: Envelope) => {
    const productIds = await store.members(due.collectionId);
    const events = productIds.length > 0 ? [nextStep(due, event)] : [];
    const step = { eventId: event.id, events, nowMs: clock.now() };
    await kicked(store.empty(step, due.collectionId, productIds), events);
  };

  const compare = async (due: Due, event: Envelope) => {
    const { collectionId: id, rulesVersion } = due;
    const productIds = await store.productsAfter(due.after);
    const last = productIds.at(-1);
    const differing = await store.differing(id, productIds);
    const step = { eventId: event.id, nowMs: clock.now() };
    const moved = relisted(due, event, differing);
    if (last === undefined) {
      const filled = store.fill({ ...step, events: moved }, differing, { id, rulesVersion });
      await kicked(filled, moved);
      return;
    }
    const events = [...moved, nextStep({ ...due, after: last }, event)];
    await kicked(store.follow({ ...step, events }, differing, id), events);
  };

  return {
    /** Does the next step. Newer rules have steps of their own. */
    async follow(due: Due, event: Envelope): Promise<void> {
      const state = await store.state(due.collectionId);
      if (!state) return;
      if (state.deleted === 1) return empty(due, event);
      if (state.rulesVersion === due.rulesVersion) return compare(due, event);
    },
  };
};
export type CollectionProductsService = ReturnType<typeof collectionProductsService>;
