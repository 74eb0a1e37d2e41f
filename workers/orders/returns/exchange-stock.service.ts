import { AppError } from "#kernel/errors";
import type { LineUnits } from "#orders/after-sale.contract";
import { demandOf } from "#orders/order/demand.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { ExchangeOffer } from "#orders/returns.contract";
import type { StockStore } from "#orders/stock/stock.store";
import { linesOverLimit, shortLines } from "#orders/stock/stock-shortage.rules";
import { unitsByVariant } from "#orders/stock/unit-return.rules";
import type { ReturnsStore } from "./returns.store";

interface Dependencies {
  stock: Pick<StockStore, "sellable">;
  returns: Pick<ReturnsStore, "buyerUnits">;
}

const wholeLines = ({ lines }: ExchangeOffer) => lines.map((line) => ({ ...line, properties: {} }));

/** Refuses exchanges whose units the buyer cannot get. */
export const exchangeStockService = ({ stock, returns }: Dependencies) => ({
  /** @throws 409 `insufficient_stock` with the lines of which fewer units are available */
  async requireStock(offer: ExchangeOffer) {
    const lines = wholeLines(offer);
    const levels = await stock.sellable([...demandOf(lines).keys()]);
    const short = shortLines({ lines, policies: offer.policies }, levels);
    if (short.length > 0)
      throw new AppError("insufficient_stock", undefined, { extensions: { lines: short } });
  },

  /**
   * Requires that the buyer gets no more units of a variant than allowed. Units that come back do not count.
   * @throws 409 `buyer_limit_reached` with the lines of the exchange
   */
  async requireWithinLimits(row: OrderRow, back: readonly LineUnits[], offer: ExchangeOffer) {
    const lines = wholeLines(offer);
    const wanted = { ...row, snapshot: { ...row.snapshot, lines } };
    const returned = unitsByVariant(row.snapshot.lines, back);
    const units = (await returns.buyerUnits(wanted)).map(({ variantId, bought, max }) => {
      const { quantity = 0 } = returned.find((one) => one.variantId === variantId) ?? {};
      return { variantId, bought: bought - quantity, max };
    });
    const over = linesOverLimit(lines, units);
    if (over.length > 0)
      throw new AppError("buyer_limit_reached", undefined, { extensions: { lines: over } });
  },
});
export type ExchangeStockService = ReturnType<typeof exchangeStockService>;
