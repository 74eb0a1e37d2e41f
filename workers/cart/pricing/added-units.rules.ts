import {
  isSellable,
  lineContent,
  type PricedVariant,
  priceLines,
  refusalOf,
} from "#cart/pricing/cart-lines.rules";
import { policiesOf } from "#cart/pricing/line-stock.rules";
import type { StoredLine } from "#cart/stored-cart.rules";
import type { SellableVariant } from "#contract/catalog";
import type { PricedLine, PricedTerms } from "#orders/edits.contract";

/** Units of a variant that join an order, as a line with this id. */
export interface AddedUnits {
  lineId: string;
  variantId: string;
  quantity: number;
}

interface Joined {
  currency: string;
  /** False for an order of digital goods, which no goods that need an address can join. */
  ships: boolean;
  /** Where the body of the request has the units. */
  pointer: string;
}

/** @throws 422 `variant_unknown`, `variant_unavailable` */
const sellableVariants = (
  add: readonly AddedUnits[],
  variants: readonly SellableVariant[],
  { ships, pointer }: Pick<Joined, "ships" | "pointer">,
): PricedVariant[] =>
  add.map(({ variantId }, index) => {
    const variant = variants.find((known) => known.variantId === variantId);
    if (!isSellable(variant) || (variant.requiresShipping && !ships))
      throw refusalOf(variant, `${pointer}/${index}/variantId`);
    return variant;
  });

/** Returns lines for the added units, at current prices. */
const addedLines = (
  add: readonly AddedUnits[],
  variants: readonly PricedVariant[],
  currency: string,
): PricedLine[] => {
  const lines = variants.map((variant, index): StoredLine => {
    const { lineId = "", variantId = "", quantity = 0 } = add[index] ?? {};
    const line = { variantId, quantity };
    return {
      id: lineId,
      quantity,
      ...lineContent({ line, variant, currency, addedAtMs: 0 }),
    };
  });
  const terms = { stock: [], locations: [], shippingRates: [], taxRatePpm: 0 };
  return priceLines({ lines, currency }, { variants, terms }).map(
    ({ available: _, messages: __, properties: ___, ...line }) => line,
  );
};

/**
 * Returns lines for units that join an order, at current prices and before their tax, and how each variant is sold
 * beyond its stock.
 * @throws 422 `variant_unknown`, `variant_unavailable`
 */
export const pricedUnits = (
  add: readonly AddedUnits[],
  variants: readonly SellableVariant[],
  { currency, ...joined }: Joined,
): Pick<PricedTerms, "lines" | "policies"> => {
  const sold = sellableVariants(add, variants, joined);
  return {
    lines: addedLines(add, sold, currency),
    policies: policiesOf(sold),
  };
};
