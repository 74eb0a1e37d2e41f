import type { Placement } from "#contract/orders";
import { demandOf, unitsOfLine } from "#orders/order/demand.rules";
import type { SellableStock } from "#orders/stock.contract";
import { unitsLeft } from "#orders/stock.contract";
import type { BuyerUnits } from "./buyer-limits.statements";

/**
 * Returns the lines of an order that ask for more units than are in stock, or may be backordered. A bundle is short if
 * one of its parts is.
 */
export const shortLines = (
  { lines, policies }: Pick<Placement, "lines" | "policies">,
  levels: readonly SellableStock[],
) => {
  const demand = demandOf(lines);
  const levelOf = new Map(levels.map((level) => [level.variantId, level]));
  const leftOf = (variantId: string) => {
    const level = levelOf.get(variantId);
    return level ? unitsLeft(level, policies[variantId] ?? "deny") : 0;
  };
  return lines
    .filter((line) =>
      unitsOfLine(line).some(({ variantId }) => (demand.get(variantId) ?? 0) > leftOf(variantId)),
    )
    .map((line) => {
      const { id, variantId, title, sku, quantity } = line;
      const one = unitsOfLine({ ...line, quantity: 1 });
      const fits = one.map((unit) => Math.floor(leftOf(unit.variantId) / unit.quantity));
      return { lineId: id, variantId, title, sku, quantity, available: Math.min(...fits) };
    });
};

/** Returns the lines of variants of which the buyer would have more units than allowed. */
export const linesOverLimit = (lines: Placement["lines"], units: readonly BuyerUnits[]) => {
  const demand = demandOf(lines);
  const over = new Map(
    units
      .filter(({ variantId, bought, max }) => bought + (demand.get(variantId) ?? 0) > max)
      .map(({ variantId, ...limit }) => [variantId, limit]),
  );
  return lines.flatMap((line) => {
    const { id, title, sku, quantity } = line;
    return unitsOfLine(line).flatMap(({ variantId }) => {
      const limit = over.get(variantId);
      return limit ? [{ lineId: id, variantId, title, sku, quantity, ...limit }] : [];
    });
  });
};
