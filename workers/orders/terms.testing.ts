import type { ShippingRate } from "#contract/orders";

export const STANDARD: ShippingRate = {
  id: "sho_standard",
  title: "Standard",
  amountMinor: 499,
  minSubtotalMinor: 0,
  maxSubtotalMinor: 5000,
};
export const FREE: ShippingRate = {
  id: "sho_free",
  title: "Free",
  amountMinor: 0,
  minSubtotalMinor: 5000,
  maxSubtotalMinor: null,
};

/** The terms of Germany, for tests of orders and carts. */
export const GERMANY = { shippingRates: [STANDARD, FREE], taxRatePpm: 190_000 };
