import { inventoryAdjusted, type OpeningStock, type StockLevel } from "#contract/orders";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { violatesCheck, violatesGuard } from "#kernel/sql";
import type { Adjustment, StockStore } from "./stock.store";

interface Dependencies {
  store: StockStore;
  outbox: Outbox;
  idempotency: Pick<Idempotency, "find">;
  clock: Clock;
}

interface Keyed {
  request: KeyedRequest;
  answerOf(level: StockLevel): Answer;
}

const answerOf = (level: StockLevel): Answer => ({ status: 201, body: JSON.stringify(level) });

/** Quantities: what staff correct and what carts ask. */
export const stockService = ({ store, outbox, idempotency, clock }: Dependencies) => {
  const adjustOnce = async (adjustment: Adjustment, keyed: Keyed | undefined) => {
    const [current] = await store.levels([adjustment.variantId]);
    if (!current) throw new AppError("not_found", "This variant has no stock record.");
    const event = newEvent(inventoryAdjusted, {
      source: "orders",
      subject: adjustment.variantId,
      sequence: current.version + 1,
      data: { variantIds: [adjustment.variantId] },
      nowMs: clock.now(),
    });
    const level = await store.adjust(adjustment, event, clock.now(), keyed, current);
    outbox.kick([event]);
    return level;
  };

  /** Adjusts again when the same quantity has been adjusted at the same time. */
  const adjustPatiently = async (correction: Omit<Adjustment, "id">, keyed: Keyed | undefined) => {
    const adjustment = { id: newId("adjustment", clock.now()), ...correction };
    try {
      return await retryOnConflict(() => adjustOnce(adjustment, keyed), {
        isConflict: violatesGuard,
      });
    } catch (err) {
      if (violatesCheck(err, "stock_available")) throw new AppError("insufficient_stock");
      throw err;
    }
  };

  return {
    terms: store.terms,
    levels: store.levels,
    list: store.list,
    held: store.held,
    open: (entries: readonly OpeningStock[]) => store.open(entries, clock.now()),

    /**
     * Corrects a quantity; the same key gets the first answer again.
     * @throws 404, 409 `insufficient_stock` when it would go below zero
     */
    adjust: (
      correction: Omit<Adjustment, "id">,
      request: KeyedRequest | undefined,
    ): Promise<ReplayableAnswer> =>
      once({
        request,
        find: async (keyed) => (await idempotency.find(keyed))?.answer,
        effect: async () =>
          answerOf(await adjustPatiently(correction, request && { request, answerOf })),
      }),
  };
};
export type StockService = ReturnType<typeof stockService>;
