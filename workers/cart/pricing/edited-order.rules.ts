import { type AddedUnits, pricedUnits } from "#cart/pricing/added-units.rules";
import { amountsOf } from "#cart/pricing/cart-lines.rules";
import { totalled } from "#cart/pricing/pricing.rules";
import { isAllDigital } from "#cart/pricing/shipped-lines.rules";
import type { SellableVariant } from "#contract/catalog";
import { AppError } from "#kernel/errors";
import type { EditableOrder, PricedLine, PricedTerms } from "#orders/edits.contract";

export interface OrderChanges {
  add: readonly AddedUnits[];
  /** Lines whose units leave the order, as far as they were not shipped. */
  remove: readonly { lineId: string }[];
  /** New quantities of lines. */
  set: readonly { lineId: string; quantity: number }[];
}

/** @throws 409 `units_unavailable` for lines that the order does not have */
const requireLines = ({ lines }: EditableOrder, { remove, set }: OrderChanges) => {
  const known = new Set(lines.map(({ id }) => id));
  const unknown = [...remove.map(({ lineId }) => ({ lineId, quantity: 1 })), ...set]
    .filter(({ lineId }) => !known.has(lineId))
    .map((units) => ({ ...units, available: 0 }));
  if (unknown.length > 0)
    throw new AppError("units_unavailable", undefined, { extensions: { lines: unknown } });
};

/** Returns the lines that stay, at the unit prices that were agreed. */
const keptLines = (editable: EditableOrder, { remove, set }: OrderChanges): PricedLine[] => {
  const { lines, currency, openUnits } = editable;
  const removed = new Set(remove.map(({ lineId }) => lineId));
  const wanted = new Map(set.map(({ lineId, quantity }) => [lineId, quantity]));
  const quantityOf = (id: string, quantity: number) =>
    removed.has(id) ? quantity - (openUnits[id] ?? 0) : (wanted.get(id) ?? quantity);
  return lines
    .map(({ properties: _, ...line }) => ({
      ...line,
      ...amountsOf(line.unitPrice.amount, quantityOf(line.id, line.quantity), currency),
    }))
    .filter(({ quantity }) => quantity > 0);
};

/** Returns one line for each added variant. Lines of the order stay apart: they keep their price and return policy. */
const onePerVariant = (lines: readonly PricedLine[], currency: string): PricedLine[] => {
  const byVariant = new Map<string, PricedLine>();
  for (const line of lines) {
    const { quantity, ...kept } = byVariant.get(line.variantId) ?? { ...line, quantity: 0 };
    const sum = quantity + line.quantity;
    byVariant.set(line.variantId, {
      ...kept,
      ...amountsOf(line.unitPrice.amount, sum, currency),
    });
  }
  return [...byVariant.values()];
};

/**
 * Returns the terms of an order after changes. Units that stay keep their unit price, added units cost the current
 * price of the buyer, the shipping stays as agreed, and the tax of the whole is split again.
 * @throws 409 `units_unavailable`, 422 `variant_unknown`, `variant_unavailable`
 */
export const editedTerms = (
  editable: EditableOrder,
  changes: OrderChanges,
  variants: readonly SellableVariant[],
): PricedTerms => {
  const { currency, totals, taxRatePpm, policies } = editable;
  requireLines(editable, changes);
  const ships = !isAllDigital(editable.lines);
  const added = pricedUnits(changes.add, variants, { currency, ships, pointer: "/add" });
  const untaxed = [...keptLines(editable, changes), ...onePerVariant(added.lines, currency)];
  const shippingMinor = totals.shipping.amount;
  return {
    ...totalled(untaxed, { shippingMinor, taxRatePpm, currency }),
    policies: { ...policies, ...added.policies },
  };
};
