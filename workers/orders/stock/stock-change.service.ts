import { inventoryAdjusted, inventoryLow } from "#events/orders";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Envelope } from "#kernel/events/events";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { Result } from "#kernel/result";
import type { StockLevel } from "#orders/stock.contract";
import type { StockStore } from "./stock.store";
import type { StockChange, StockRefusal } from "./stock-changes.statements";
import { unknownLocation } from "./unknown-location.rules";

/** A change of stock that staff ask for. */
interface RequestedChange {
  /** The variants whose stock may change, each once. */
  variantIds: readonly string[];
  request: KeyedRequest | undefined;
  /**
   * Returns the change of the current stock, and the answer to the request.
   * @throws AppError if the stock does not allow it
   */
  decide(levels: StockLevel[], nowMs: number): Decision | Promise<Decision>;
}

interface Decision {
  answer: Answer;
  change: Omit<StockChange, "current" | "lowStock">;
}

/** A decided change, with its events. */
export interface Commit {
  change: StockChange;
  event: Envelope;
  stored: { request: KeyedRequest; answer: Answer } | undefined;
  nowMs: number;
}

interface Dependencies {
  store: Pick<StockStore, "levels" | "change">;
  outbox: Outbox;
  idempotency: Pick<Idempotency, "find">;
  clock: Clock;
}

const stockEvents = (variantIds: readonly string[], levels: StockLevel[], nowMs: number) => {
  const [first] = levels;
  const event = (definition: typeof inventoryAdjusted) =>
    newEvent(definition, {
      source: "orders",
      subject: first?.variantId ?? "",
      sequence: (first?.version ?? 0) + 1,
      data: { variantIds: [...variantIds] },
      nowMs,
    });
  return { event: event(inventoryAdjusted), lowStock: event(inventoryLow) };
};

/** Changes stock at the request of staff, and reads it again if another process has changed it. */
export const stockChangeService = ({ store, outbox, idempotency, clock }: Dependencies) => {
  const read = async (variantIds: readonly string[]) => {
    const levels = await store.levels(variantIds);
    const known = new Set(levels.map(({ variantId }) => variantId));
    const missing = variantIds.filter((id) => !known.has(id));
    if (missing.length > 0) throw new AppError("not_found", "This variant has no stock record.");
    return levels;
  };

  const attempt = async (
    { variantIds, request, decide }: RequestedChange,
    commit: (commit: Commit) => Promise<Result<Envelope[], StockRefusal>>,
  ) => {
    const levels = await read(variantIds);
    const nowMs = clock.now();
    const { answer, change } = await decide(levels, nowMs);
    const stored = request && { request, answer };
    const { event, lowStock } = stockEvents(variantIds, levels, nowMs);
    const done = await commit({
      change: { ...change, current: levels, lowStock },
      event,
      stored,
      nowMs,
    });
    if (done.ok) {
      outbox.kick([event, ...done.value]);
      return answer;
    }
    if (done.refusal === "changed_meanwhile") return CONFLICT;
    throw done.refusal === "location_unknown"
      ? unknownLocation()
      : new AppError("insufficient_stock");
  };

  /**
   * Changes stock once for each idempotency key.
   * @throws 404 for an unknown variant, 422 `location_unknown`, 409 `insufficient_stock`, `conflict`
   */
  return (
    requested: RequestedChange,
    commit: (commit: Commit) => Promise<Result<Envelope[], StockRefusal>> = store.change,
  ): Promise<ReplayableAnswer> =>
    once({
      request: requested.request,
      find: async (keyed) => (await idempotency.find(keyed))?.answer,
      effect: () => retryOnConflict(() => attempt(requested, commit)),
    });
};
export type ChangeStock = ReturnType<typeof stockChangeService>;
