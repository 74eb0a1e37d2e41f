import type { KnownStock, StockStore } from "#catalog/availability/availability.store";
import { productUpdated } from "#contract/catalog";
import type { OrdersRpc, StockLevel } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { newEvent } from "#kernel/events";
import { newId } from "#kernel/ids";
import type { Outbox } from "#kernel/outbox";
import { retryOnConflict } from "#kernel/retry-on-conflict";
import { violatesGuard } from "#kernel/sql";

interface Tools {
  store: StockStore;
  orders: Pick<OrdersRpc, "openStock" | "stockLevels">;
  outbox: Outbox;
  clock: Clock;
}

const OPENINGS_MAX = 500;

/** What the stock knows better than the catalog. */
const newerOf = (known: readonly KnownStock[], levels: readonly StockLevel[]) => {
  const byVariant = new Map(levels.map((level) => [level.variantId, level]));
  return known.flatMap((variant) => {
    const level = byVariant.get(variant.variantId);
    if (!level || level.version <= variant.stockVersion) return [];
    return [{ variant, inStock: level.available > 0, version: level.version }];
  });
};

/** Stock is the orders' business; the catalog shows a copy of it and tells it how much there is at first. */
export const stockService = ({ store, orders, outbox, clock }: Tools) => {
  const projectOnce = async (variantIds: readonly string[], eventId: string) => {
    const levels = await orders.stockLevels([...variantIds], currentTrace());
    const newer = newerOf(await store.known(variantIds), levels);
    if (newer.length === 0) return;
    const flipped = newer.filter(
      ({ variant, inStock }) => variant.shown && variant.inStock !== inStock,
    );
    const products = new Map(flipped.map(({ variant }) => [variant.productId, variant]));
    const nowMs = clock.now();
    const events = [...products.values()].map(({ productId, productVersion }) =>
      newEvent(productUpdated, {
        source: "catalog",
        subject: productId,
        sequence: productVersion + 1,
        data: { productId },
        causationId: eventId,
        nowMs,
      }),
    );
    const changes = newer.map(({ variant, inStock, version }) => ({
      variantId: variant.variantId,
      knownVersion: variant.stockVersion,
      inStock,
      version,
    }));
    await store.project({ eventId, changes, productIds: [...products.keys()], events, nowMs });
    if (events.length > 0) outbox.kick(events);
  };

  /** Takes over what the stock says of variants now, whatever the event said and however late it came. */
  const refresh = (variantIds: readonly string[], eventId: string) =>
    retryOnConflict(() => projectOnce(variantIds, eventId), { isConflict: violatesGuard });

  return {
    refresh,

    /**
     * Sends first quantities and SKUs of variants to the stock until all are acknowledged. A crash in
     * between repeats a call; the stock books each first quantity once. A variant whose stock was shown
     * before is read anew, since its counting may have begun just now.
     * @returns how many variants were sent
     */
    async openPending(): Promise<number> {
      let opened = 0;
      for (;;) {
        const entries = await store.unopened(OPENINGS_MAX);
        if (entries.length === 0) return opened;
        await orders.openStock(entries, currentTrace());
        const shownBefore = await store.opened(entries, clock.now());
        if (shownBefore.length > 0) await refresh(shownBefore, newId("event", clock.now()));
        opened += entries.length;
        if (entries.length < OPENINGS_MAX) return opened;
      }
    },
  };
};
export type StockService = ReturnType<typeof stockService>;
