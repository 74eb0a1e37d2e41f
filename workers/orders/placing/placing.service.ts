import type { Placement, PlacementOutcome } from "#contract/orders";
import type { PaymentsRpc } from "#contract/payments";
import { inventoryLow } from "#events/orders";
import { nameCall } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { moveContext } from "#orders/moves/move-context.port";
import { placedMove } from "#orders/moves/moves.rules";
import { demandOf } from "#orders/order/demand.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import { rankOf } from "#orders/stock/sourcing.rules";
import type { StockStore } from "#orders/stock/stock.store";
import {
  headersBy,
  type OrderLimits,
  refusalBy,
  requireOrderSize,
  type Tally,
  unitsOf,
} from "./limits.rules";
import { methodCheck } from "./methods.service";
import type { NetworkDigest } from "./network.rules";
import type { PlaceRefusal } from "./new-order.statements";
import { orderDraft } from "./order-draft.rules";
import { newOrderNumber } from "./order-number.port";
import type { PlacingStore } from "./placing.store";
import type { ReplayService } from "./replay.service";
import { stockRefusals } from "./stock-refusals.service";

const PLACE_TRIES = 5;

interface Dependencies {
  store: PlacingStore;
  limits: OrderLimits;
  networkDigest: NetworkDigest;
  stock: StockStore;
  replays: ReplayService;
  payments: Pick<PaymentsRpc, "methods">;
  progress: PaymentProgressService;
  clock: Clock;
}

/** Returns the event that announces the variants of an order that are low now. */
const lowStockOf = (row: OrderRow, nowMs: number) => {
  const variantIds = [...demandOf(row.snapshot.lines).keys()];
  const event = newEvent(inventoryLow, {
    source: "orders",
    subject: row.id,
    // Before the order's own events, which begin at 1.
    sequence: 0,
    data: { variantIds },
    sagaId: row.id,
    nowMs,
  });
  return { event, variantIds };
};

/**
 * Places orders: one database batch stores the order and reserves the units, and then the payment is
 * authorised. Every answer can be replayed.
 */
export const placingService = (deps: Dependencies) => {
  const { store, limits, replays, payments, progress, clock } = deps;
  const refusals = stockRefusals(deps);
  const { replay, awaitPayment, endLease } = replays;

  /** Reserves the units of an order and stores it, together with its events. */
  const reserve = async (row: OrderRow, placement: Placement) => {
    const { request } = placement;
    const context = moveContext(clock);
    const { nowMs } = context;
    const move = placedMove(row, context);
    const lowStock = lowStockOf(row, nowMs);
    try {
      return await store.place({ row, request, move, rank: rankOf(placement), lowStock, nowMs });
    } catch (err) {
      // The batch may be committed with its answer lost. Its lease would then delay the
      // client's retry.
      await endLease(request);
      throw err;
    }
  };

  /** @throws 429 `rate_limited` when the buyer's account or network has too many unpaid orders or units */
  const requireWithinLimits = async (row: OrderRow) => {
    const refused = refusalBy(await store.tallies(row), row.units ?? 0, limits);
    if (refused) throw refused;
  };

  /** Adds the headers that say how many orders the account and the network have left. */
  const withLimitHeaders = (placed: PlacementOutcome, tallies: readonly Tally[]) => {
    const headers = headersBy(tallies, placed.cart === "completed", limits);
    if (!headers) return placed;
    const { answer } = placed;
    return { ...placed, answer: { ...answer, headers: { ...answer.headers, ...headers } } };
  };

  /** The outcome for each guard that can refuse a placement; none if another attempt may succeed. */
  const REFUSALS: Record<
    PlaceRefusal,
    (row: OrderRow, placement: Placement) => Promise<PlacementOutcome | null | undefined>
  > = {
    key_used: (_, { request }) => replay(request),
    cart_has_order: async (_, { request }) => {
      const replayed = await replay(request);
      if (replayed) return replayed;
      throw new AppError("cart_busy", "An order from this cart is under way or done.");
    },
    number_taken: async () => undefined,
    customer_erased: async () => {
      throw new AppError("unauthenticated");
    },
    // An unpaid order may have ended since the batch failed. Then the stock decides; if it suffices, the
    // next attempt succeeds.
    limit_reached: async (row, placement) => {
      await requireWithinLimits(row);
      return refusals.forStock(placement);
    },
    buyer_limit: (row, placement) => refusals.forBuyer(row, placement),
    out_of_stock: (_, placement) => refusals.forStock(placement),
  };

  const attempt = async (row: OrderRow, placement: Placement) => {
    nameCall({ sagaId: row.id });
    const placed = await reserve(row, placement);
    if (!placed.ok) return (await REFUSALS[placed.refusal](row, placement)) ?? CONFLICT;
    const { low, tallies } = placed.value;
    // `order.created` has no handlers, and `payment.requested` stays in the outbox: this call does its
    // work.
    const finished = await awaitPayment(placement.request, progress.authorise(row, low));
    return withLimitHeaders(finished, tallies);
  };

  return {
    replay,

    async place(placement: Placement): Promise<PlacementOutcome> {
      await methodCheck(payments)(placement.payment.method);
      requireOrderSize(unitsOf(placement), limits);
      const network = await deps.networkDigest(placement.network);
      const draft = (nowMs: number) =>
        orderDraft(placement, {
          id: newId("order", nowMs),
          number: newOrderNumber(),
          network,
          nowMs,
        });
      return retryOnConflict(() => attempt(draft(clock.now()), placement), {
        triesMax: PLACE_TRIES,
        detail: "The stock has changed again and again; please try again.",
      });
    },
  };
};
