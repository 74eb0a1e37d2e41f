import type {
  AvailabilityChange,
  AvailabilityStore,
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

/** Returns whether a unit can be sold now, also of a pre-order. */
const isSellable = ({ available, preorder }: SellableStock) =>
  available > 0 || (preorder !== null && preorder.left !== 0);

interface NewerLevel {
  variant: VariantAvailability;
  inStock: boolean;
  version: number;
}

/** Returns the variants whose stock has a newer version than the catalog's copy. */
const newerLevels = (
  variants: readonly VariantAvailability[],
  levels: readonly SellableStock[],
): NewerLevel[] => {
  const byVariant = new Map(levels.map((level) => [level.variantId, level]));
  return variants.flatMap((variant) => {
    const level = byVariant.get(variant.variantId);
    if (!level || level.version <= variant.stockVersion) return [];
    return [{ variant, inStock: isSellable(level), version: level.version }];
  });
};

const changeOf = ({ variant, inStock, version }: NewerLevel): AvailabilityChange => ({
  variantId: variant.variantId,
  fromVersion: variant.stockVersion,
  inStock,
  version,
});

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
    const newer = newerLevels(await store.find(variantIds), levels);
    if (newer.length === 0) return;
    const visible = newer.filter(
      ({ variant, inStock }) => variant.shown && variant.inStock !== inStock,
    );
    const products = new Map(visible.map(({ variant }) => [variant.productId, variant]));
    const nowMs = clock.now();
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
