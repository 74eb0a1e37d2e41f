import { inventoryAdjusted, inventoryLow } from "#events/orders";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { OpeningStock } from "#orders/stock.contract";
import {
  type Adjustment,
  adjustedLevel,
  adjustmentChange,
  requireEnough,
} from "./adjustment.rules";
import type { StockStore } from "./stock.store";
import type { ChangeStock } from "./stock-change.service";
import { recordView, type StockRules, withRules } from "./stock-record.rules";

type Correction = Omit<Adjustment, "id">;

interface Dependencies {
  store: StockStore;
  change: ChangeStock;
  outbox: Outbox;
  idempotency: Pick<Idempotency, "find">;
  clock: Clock;
}

/** Reads stock levels, and corrects them and their rules for staff. */
export const stockService = ({ store, change, outbox, idempotency, clock }: Dependencies) => {
  /** Sets rules of the version that it reads, or returns `CONFLICT`. */
  const setRules = async (
    variantId: string,
    rules: Partial<StockRules>,
    request: KeyedRequest | undefined,
  ) => {
    const [row] = await store.list(1, { variantId });
    if (!row) throw new AppError("not_found", "This variant has no stock record.");
    const nowMs = clock.now();
    const after = withRules(row, rules, nowMs);
    const answer: Answer = { status: 200, body: JSON.stringify(recordView(after)) };
    const of = { source: "orders", subject: variantId, sequence: after.version, nowMs } as const;
    const data = { variantIds: [variantId] };
    const event = newEvent(inventoryAdjusted, { ...of, data });
    const lowStock = newEvent(inventoryLow, { ...of, data });
    const stored = request && { request, answer };
    const done = await store.setRules({ row, after, event, lowStock, stored, nowMs });
    if (!done.ok) return CONFLICT;
    outbox.kick([event, ...done.value]);
    return answer;
  };

  return {
    levels: store.levels,
    sellable: store.sellable,
    list: store.list,
    held: store.held,
    transfers: store.transfers,
    open: (entries: readonly OpeningStock[]) => store.open(entries, clock.now()),

    /**
     * Corrects the quantity of a variant at a location. A repeated idempotency key gets the first answer.
     * @throws the errors of `ChangeStock`
     */
    adjust(correction: Correction, request: KeyedRequest | undefined): Promise<ReplayableAnswer> {
      const adjustment = { id: newId("adjustment", clock.now()), ...correction };
      return change({
        variantIds: [adjustment.variantId],
        request,
        decide([level]) {
          if (!level) throw new AppError("not_found");
          requireEnough(level, adjustment);
          const answer = {
            status: 201,
            body: JSON.stringify(adjustedLevel(level, adjustment)),
          };
          return { answer, change: adjustmentChange(adjustment) };
        },
      });
    },

    /**
     * Sets how a variant is sold. Settings that are not given stay.
     * @throws 404 for an unknown variant, 409 `conflict`
     */
    setRules: (
      variantId: string,
      rules: Partial<StockRules>,
      request: KeyedRequest | undefined,
    ): Promise<ReplayableAnswer> =>
      once({
        request,
        find: async (keyed) => (await idempotency.find(keyed))?.answer,
        effect: () => retryOnConflict(() => setRules(variantId, rules, request)),
      }),
  };
};
export type StockService = ReturnType<typeof stockService>;
