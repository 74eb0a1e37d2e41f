import type {
  AvailabilityChange,
  AvailabilityStore,
  StockCopy,
  VariantAvailability,
} from "#catalog/availability/availability.store";
import type { OrdersRpc } from "#contract/orders";
import { productUpdated } from "#events/catalog";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { SellableStock } from "#orders/stock.contract";

interface Dependencies {
  store: AvailabilityStore;
  orders: Pick<OrdersRpc, "openStock" | "stockLevels">;
  outbox: Outbox;
  clock: Clock;
}

const OPENINGS_MAX = 500;

/** Returns what shoppers see of a stock. Units of a pre-order can be sold like those in stock. */
const copyOf = ({ available, backorderLeft, preorder }: SellableStock): StockCopy => ({
  inStock: available > 0 || (preorder !== null && preorder.left !== 0),
  backorderable: backorderLeft !== 0,
  preorderUntil: preorder?.until ?? null,
});

interface NewerLevel {
  variant: VariantAvailability;
  copy: StockCopy;
  version: number;
}

/** Returns whether the copied pre-order was released, which does not change the version of the stock. */
const isReleased = ({ preorderUntil }: StockCopy, nowMs: number) =>
  preorderUntil !== null && preorderUntil <= nowMs;

/** Returns the variants whose stock is newer than the catalog's copy. */
const newerLevels = (
  variants: readonly VariantAvailability[],
  levels: readonly SellableStock[],
  nowMs: number,
): NewerLevel[] => {
  const byVariant = new Map(levels.map((level) => [level.variantId, level]));
  return variants.flatMap((variant) => {
    const level = byVariant.get(variant.variantId);
    if (!level || level.version < variant.stockVersion) return [];
    if (level.version === variant.stockVersion && !isReleased(variant, nowMs)) return [];
    return [{ variant, copy: copyOf(level), version: level.version }];
  });
};

const changeOf = ({ variant, copy, version }: NewerLevel): AvailabilityChange => ({
  variantId: variant.variantId,
  fromVersion: variant.stockVersion,
  ...copy,
  version,
});

/** Returns whether shoppers see the change. */
const isVisible = ({ variant, copy }: NewerLevel) => {
  const isSold = ({ inStock, backorderable }: StockCopy) =>
    inStock || (variant.continues && backorderable);
  const isOther = isSold(variant) !== isSold(copy) || variant.preorderUntil !== copy.preorderUntil;
  return variant.shown && isOther;
};

/**
 * Copies the stock, which the orders Worker owns, to the catalog, and sends that Worker the initial quantity of
 * each new variant.
 */
export const availabilityService = ({ store, orders, outbox, clock }: Dependencies) => {
  const eventOf = (
    { productId, productVersion }: VariantAvailability,
    { eventId, nowMs }: { eventId: string; nowMs: number },
  ) =>
    newEvent(productUpdated, {
      source: "catalog",
      subject: productId,
      sequence: productVersion + 1,
      data: { productId },
      causationId: eventId,
      nowMs,
    });

  const project = async (variantIds: readonly string[], eventId: string) => {
    const levels = await orders.stockLevels([...variantIds], currentTrace());
    const nowMs = clock.now();
    const newer = newerLevels(await store.find(variantIds), levels, nowMs);
    if (newer.length === 0) return;
    const visible = newer.filter(isVisible);
    const products = new Map(visible.map(({ variant }) => [variant.productId, variant]));
    const events = [...products.values()].map((variant) => eventOf(variant, { eventId, nowMs }));
    const committed = await store.project({
      eventId,
      changes: newer.map(changeOf),
      productIds: [...products.keys()],
      events,
      nowMs,
    });
    if (!committed.ok) return committed.refusal === "variant_changed" ? CONFLICT : undefined;
    if (events.length > 0) outbox.kick(events);
  };

  /** Copies the current stock of variants. Ignores the event's data, so late and duplicate events are safe. */
  const refresh = (variantIds: readonly string[], eventId: string) =>
    retryOnConflict(() => project(variantIds, eventId));

  return {
    refresh,

    /** Copies the stock of pre-orders that were released. Returns how many. */
    async release(): Promise<number> {
      const nowMs = clock.now();
      const released = await store.released(nowMs);
      if (released.length > 0) await refresh(released, newId("event", nowMs));
      return released.length;
    },

    /**
     * Sends first quantities and SKUs to orders until all are acknowledged. A crash repeats a call;
     * orders record each first quantity once. Reads a variant again if its stock was copied before,
     * because its stock may be counted only since then.
     * @returns how many variants were sent
     */
    async openPending(): Promise<number> {
      let opened = 0;
      for (;;) {
        const entries = await store.pending(OPENINGS_MAX);
        if (entries.length === 0) return opened;
        await orders.openStock(entries, currentTrace());
        const copiedBefore = await store.acknowledge(entries, clock.now());
        if (copiedBefore.length > 0) await refresh(copiedBefore, newId("event", clock.now()));
        opened += entries.length;
        if (entries.length < OPENINGS_MAX) return opened;
      }
    },
  };
};
export type AvailabilityService = ReturnType<typeof availabilityService>;
