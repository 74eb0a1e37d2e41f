import { categoryProductsDue, productRelisted } from "#events/catalog";
import type { Clock } from "#kernel/clock";
import { type Envelope, newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { conflict } from "#kernel/mutations/retry-on-conflict";
import { type Place, STEP_CATEGORIES, STEP_PRODUCTS } from "./category-products.rules";
import type { CategoryProductsStore } from "./category-products.store";

interface Dependencies {
  store: CategoryProductsStore;
  outbox: Outbox;
  clock: Clock;
}

interface Due {
  categoryId: string;
  /** The product at which the last step ended; null for the first step. */
  after: Place | null;
}

/**
 * Makes products follow a changed category: their listings, their version, and by an event their search documents.
 * Works in steps of bounded size. The batch of a step announces the next one, so that each is done once.
 */
export const categoryProductsService = ({ store, outbox, clock }: Dependencies) => {
  const newStepEvents = (
    { categoryId }: Due,
    { event, productIds, after }: { event: Envelope; productIds: string[]; after: Place | null },
  ): Envelope[] => {
    const about = {
      source: "catalog",
      subject: categoryId,
      sequence: event.sequence,
      causationId: event.id,
      nowMs: clock.now(),
    };
    return [
      ...(productIds.length > 0
        ? [newEvent(productRelisted, { ...about, data: { productIds } })]
        : []),
      ...(after ? [newEvent(categoryProductsDue, { ...about, data: { categoryId, after } })] : []),
    ];
  };

  /** Returns where the step ends; null if no product is left. */
  const endOf = (found: readonly Place[], categoryIds: readonly string[]): Place | null => {
    const last = found.at(-1);
    if (last && found.length === STEP_PRODUCTS) return last;
    const unread = categoryIds[STEP_CATEGORIES];
    return unread === undefined ? null : { categoryId: unread, productId: "" };
  };

  /** Does one step of a category that stays. */
  const relist = async (due: Due, ids: readonly string[], event: Envelope) => {
    const { after } = due;
    const left = ids.toSorted().filter((id) => after === null || id >= after.categoryId);
    const found = await store.next(left, after);
    const productIds = [...new Set(found.map(({ productId }) => productId))];
    const events = newStepEvents(due, { event, productIds, after: endOf(found, left) });
    await commit({ event, productIds, leave: null, events });
  };

  /** Does one step of a deleted category, and deletes its row in the last one. */
  const empty = async (due: Due, event: Envelope) => {
    const { categoryId } = due;
    const found = await store.next([categoryId], null);
    if (found.length === 0) {
      const forgotten = await store.forget(categoryId);
      if (!forgotten.ok) throw conflict("Another change has put a product into the category.");
      return;
    }
    const productIds = found.map(({ productId }) => productId);
    const after = { categoryId, productId: "" };
    const events = newStepEvents(due, { event, productIds, after });
    await commit({ event, productIds, leave: categoryId, events });
  };

  const commit = async ({
    event,
    events,
    ...step
  }: {
    event: Envelope;
    productIds: string[];
    leave: string | null;
    events: Envelope[];
  }) => {
    const { id: eventId } = event;
    const done = await store.commit({ ...step, eventId, events, nowMs: clock.now() });
    if (done && events.length > 0) outbox.kick(events);
  };

  return {
    /** Does the next step after a change of a category. Nothing is left to do once the category is gone. */
    async follow(due: Due, event: Envelope): Promise<void> {
      const subtree = await store.subtree(due.categoryId);
      if (subtree.some(({ id, deleted }) => id === due.categoryId && deleted === 1))
        return empty(due, event);
      return relist(
        due,
        subtree.map(({ id }) => id),
        event,
      );
    },
  };
};
export type CategoryProductsService = ReturnType<typeof categoryProductsService>;
