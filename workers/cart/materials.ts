import type { SellableVariant } from "#contract/catalog";
import type { Terms } from "#contract/orders";

/** What a cart is priced with, read afresh for each answer. */
export interface Materials {
  variants: readonly SellableVariant[];
  terms: Terms;
}

export const NO_MATERIALS: Materials = {
  variants: [],
  terms: { stock: [], shippingRates: [], taxRatePpm: 0 },
};
