import type { Placement, PlacementOutcome } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import { AppError } from "#kernel/errors";
import { keyWasUsed } from "#kernel/mutations/idempotency";
import { problemAnswer } from "#orders/moves/answers.rules";
import { demandOf } from "#orders/order/demand.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { StockStore } from "#orders/stock/stock.store";
import { linesOverLimit, shortLines } from "#orders/stock/stock-shortage.rules";
import type { PlacingStore } from "./placing.store";

interface Dependencies {
  store: Pick<PlacingStore, "refuse" | "buyerUnits">;
  stock: Pick<StockStore, "sellable">;
}

/**
 * Refuses placements for their stock. Each refusal is stored, so that the client gets it again. Returns undefined if
 * the order may be placed now, or if another request has used the idempotency key.
 */
export const stockRefusals = ({ store, stock }: Dependencies) => {
  const refuse = async (
    { request }: Placement,
    problem: AppError,
  ): Promise<PlacementOutcome | undefined> => {
    const answer = problemAnswer(problem, currentTrace().requestId);
    try {
      await store.refuse(request, answer);
      return { answer, replayed: false, orderId: null, cart: "open", isDeclined: false };
    } catch (err) {
      if (keyWasUsed(err)) return undefined;
      throw err;
    }
  };

  return {
    /** Refuses a placement whose units are not in stock, and may not be backordered. */
    async forStock(placement: Placement) {
      const levels = await stock.sellable([...demandOf(placement.lines).keys()]);
      const lines = shortLines(placement, levels);
      if (lines.length === 0) return undefined;
      return refuse(
        placement,
        new AppError("insufficient_stock", undefined, { extensions: { lines } }),
      );
    },

    /** Refuses a placement with which its buyer would have more units of a variant than allowed. */
    async forBuyer(row: OrderRow, placement: Placement) {
      const lines = linesOverLimit(placement.lines, await store.buyerUnits(row));
      if (lines.length === 0) return undefined;
      return refuse(
        placement,
        new AppError("buyer_limit_reached", undefined, { extensions: { lines } }),
      );
    },
  };
};
