import type { Placement, SellableStock } from "#contract/orders";
import { demandOf } from "#orders/order/demand.rules";

/**
 * Returns the lines of an order that ask for more units than are in stock. Leaves out variants that may be
 * backordered.
 */
export const shortLines = (
  { lines, policies }: Pick<Placement, "lines" | "policies">,
  levels: readonly SellableStock[],
) => {
  const demand = demandOf(lines);
  const availableOf = new Map(levels.map((level) => [level.variantId, level.available]));
  const isEnough = (variantId: string) =>
    (policies[variantId] ?? "deny") !== "deny"
      ? availableOf.has(variantId)
      : (demand.get(variantId) ?? 0) <= (availableOf.get(variantId) ?? 0);
  return lines
    .filter(({ variantId }) => !isEnough(variantId))
    .map(({ id, variantId, title, sku, quantity }) => {
      const available = availableOf.get(variantId) ?? 0;
      return { lineId: id, variantId, title, sku, quantity, available };
    });
};
