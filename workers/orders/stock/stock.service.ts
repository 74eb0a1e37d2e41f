import type { OpeningStock, StockLevel } from "#contract/orders";
import { inventoryAdjusted } from "#events/orders";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { violatesCheck } from "#kernel/sql";
import type { Adjustment } from "./adjustments.statements";
import type { StockStore } from "./stock.store";

type Correction = Omit<Adjustment, "id">;

interface Dependencies {
  store: StockStore;
  outbox: Outbox;
  idempotency: Pick<Idempotency, "find">;
  clock: Clock;
}

const belowZero = () => {
  const message = "Must leave at least 0 available units.";
  return new AppError("insufficient_stock", undefined, {
    errors: [{ pointer: "/delta", code: "too_small", message }],
  });
};

const answerOf = (level: StockLevel): Answer => ({ status: 201, body: JSON.stringify(level) });

/** Reads stock levels, and corrects them for staff. */
export const stockService = ({ store, outbox, idempotency, clock }: Dependencies) => {
  const levelOf = async (variantId: string) => {
    const [level] = await store.levels([variantId]);
    if (!level) throw new AppError("not_found", "This variant has no stock record.");
    return level;
  };

  const adjustOnce = async (adjustment: Adjustment, request: KeyedRequest | undefined) => {
    const { variantId, delta } = adjustment;
    const current = await levelOf(variantId);
    const version = current.version + 1;
    const answer = answerOf({ ...current, available: current.available + delta, version });
    const nowMs = clock.now();
    const event = newEvent(inventoryAdjusted, {
      source: "orders",
      subject: variantId,
      sequence: version,
      data: { variantIds: [variantId] },
      nowMs,
    });
    const stored = request && { request, answer };
    if (!(await store.adjust({ adjustment, current, event, stored, nowMs }))) return CONFLICT;
    outbox.kick([event]);
    return answer;
  };

  const adjust = async (correction: Correction, request: KeyedRequest | undefined) => {
    const adjustment = { id: newId("adjustment", clock.now()), ...correction };
    try {
      return await retryOnConflict(() => adjustOnce(adjustment, request));
    } catch (err) {
      if (violatesCheck(err, "stock_available")) throw belowZero();
      throw err;
    }
  };

  return {
    levels: store.levels,
    list: store.list,
    held: store.held,
    open: (entries: readonly OpeningStock[]) => store.open(entries, clock.now()),

    /**
     * Corrects the quantity of a variant. A repeated idempotency key gets the first answer.
     * @throws 404 for an unknown variant, 409 `insufficient_stock` if the quantity would go below zero
     */
    adjust: (
      correction: Correction,
      request: KeyedRequest | undefined,
    ): Promise<ReplayableAnswer> =>
      once({
        request,
        find: async (keyed) => (await idempotency.find(keyed))?.answer,
        effect: () => adjust(correction, request),
      }),
  };
};
export type StockService = ReturnType<typeof stockService>;
