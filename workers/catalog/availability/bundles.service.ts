import type { BundleProduct, BundlesStore } from "#catalog/availability/bundles.store";
import { productUpdated } from "#events/catalog";
import type { Clock } from "#kernel/clock";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";

interface Dependencies {
  store: BundlesStore;
  outbox: Outbox;
  clock: Clock;
}

/** Keeps bundles in step with their parts. */
export const bundlesService = ({ store, outbox, clock }: Dependencies) => {
  /** Returns the bundles that change with products, and the events that announce them. */
  const changedWith = async (productIds: readonly string[], causationId?: string) => {
    const bundles = await store.containing(productIds);
    const nowMs = clock.now();
    const eventOf = ({ productId, version }: BundleProduct) =>
      newEvent(productUpdated, {
        source: "catalog",
        subject: productId,
        sequence: version + 1,
        data: { productId },
        ...(causationId ? { causationId } : {}),
        nowMs,
      });
    return { bundleIds: bundles.map(({ productId }) => productId), events: bundles.map(eventOf) };
  };

  return {
    changedWith,

    /** Announces the bundles that contain variants of a product that has changed. */
    async follow(productId: string, eventId: string): Promise<void> {
      const { bundleIds: productIds, events } = await changedWith([productId], eventId);
      if (events.length === 0) return;
      const following = { eventId, productIds, events, nowMs: clock.now() };
      if (await store.follow(following)) outbox.kick(events);
    },
  };
};
export type BundlesService = ReturnType<typeof bundlesService>;
