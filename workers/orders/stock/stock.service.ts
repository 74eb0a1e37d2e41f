import type { OpeningStock, StockLevel } from "#contract/orders";
import { inventoryAdjusted, inventoryLow } from "#events/orders";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { type Adjustment, adjustedLevel, adjustmentChange } from "./adjustment.rules";
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

const unknownLocation = () => {
  const message = "Must be a location of this shop.";
  return new AppError("location_unknown", undefined, {
    errors: [{ pointer: "/locationId", code: "location_unknown", message }],
  });
};

/** Returns an event about a variant whose stock has changed. */
const stockEvent = (
  definition: typeof inventoryAdjusted,
  { variantId, version }: StockLevel,
  nowMs: number,
) =>
  newEvent(definition, {
    source: "orders",
    subject: variantId,
    sequence: version,
    data: { variantIds: [variantId] },
    nowMs,
  });

const answerOf = (level: StockLevel): Answer => ({ status: 201, body: JSON.stringify(level) });

/** Reads stock levels, and corrects them for staff. */
export const stockService = ({ store, outbox, idempotency, clock }: Dependencies) => {
  const levelOf = async (variantId: string) => {
    const [level] = await store.levels([variantId]);
    if (!level) throw new AppError("not_found", "This variant has no stock record.");
    return level;
  };

  const adjustOnce = async (adjustment: Adjustment, request: KeyedRequest | undefined) => {
    const current = await levelOf(adjustment.variantId);
    const after = adjustedLevel(current, adjustment);
    const nowMs = clock.now();
    const answer = answerOf(after);
    const event = stockEvent(inventoryAdjusted, after, nowMs);
    const lowStock = stockEvent(inventoryLow, after, nowMs);
    const change = { ...adjustmentChange(adjustment, current), lowStock };
    const stored = request && { request, answer };
    const committed = await store.change({ change, event, stored, nowMs });
    if (committed.ok) {
      outbox.kick([event, ...committed.value]);
      return answer;
    }
    if (committed.refusal === "changed_meanwhile") return CONFLICT;
    throw committed.refusal === "location_unknown" ? unknownLocation() : belowZero();
  };

  const adjust = (correction: Correction, request: KeyedRequest | undefined) => {
    const adjustment = { id: newId("adjustment", clock.now()), ...correction };
    return retryOnConflict(() => adjustOnce(adjustment, request));
  };

  return {
    levels: store.levels,
    sellable: store.sellable,
    list: store.list,
    held: store.held,
    open: (entries: readonly OpeningStock[]) => store.open(entries, clock.now()),

    /**
     * Corrects the quantity of a variant. A repeated idempotency key gets the first answer.
     * @throws 404 for an unknown variant, 422 `location_unknown`, 409 `insufficient_stock` if the quantity would go
     * below zero
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
