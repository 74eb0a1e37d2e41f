import { pricesDue, productRelisted } from "#events/catalog";
import type { Clock } from "#kernel/clock";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import type { PriceRefreshStore } from "./price-refresh.store";

interface Dependencies {
  store: PriceRefreshStore;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

/** Makes lists of products and the search follow price lists that begin, end or change. */
export const priceRefreshService = ({ store, outbox, clock }: Dependencies) => ({
  /** Refreshes some due products, and announces the next step. Returns how many. */
  async step(): Promise<number> {
    const nowMs = clock.now();
    const productIds = await store.due(nowMs);
    const [subject] = productIds;
    if (subject === undefined) return 0;
    const about = { source: "catalog", subject, sequence: nowMs, nowMs };
    const events = [
      newEvent(productRelisted, { ...about, data: { productIds } }),
      newEvent(pricesDue, { ...about, data: {} }),
    ];
    await store.refresh({ productIds, events, nowMs });
    outbox.kick(events);
    return productIds.length;
  },
});
export type PriceRefreshService = ReturnType<typeof priceRefreshService>;
