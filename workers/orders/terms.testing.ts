import type { SellableStock, SourceLocation } from "#orders/stock.contract";
import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";
import type { ShippingRate } from "#orders/terms.contract";

export const STANDARD: ShippingRate = {
  id: "sho_standard",
  title: "Standard",
  amountMinor: 499,
  minSubtotalMinor: 0,
  maxSubtotalMinor: 5000,
  pickup: null,
};
export const FREE: ShippingRate = {
  id: "sho_free",
  title: "Free",
  amountMinor: 0,
  minSubtotalMinor: 5000,
  maxSubtotalMinor: null,
  pickup: null,
};
/** A place in Berlin where buyers collect their orders. */
export const PICKUP: ShippingRate = {
  id: "sho_pickup",
  title: "Pick up",
  amountMinor: 0,
  minSubtotalMinor: 0,
  maxSubtotalMinor: null,
  pickup: {
    name: "Corner shop",
    line1: "Oranienstraße 25",
    city: "Berlin",
    postalCode: "10999",
    country: "DE",
  },
};

const DEFAULT_SOURCE: SourceLocation = {
  id: DEFAULT_LOCATION_ID,
  country: null,
  region: null,
  postalCode: null,
  priority: 0,
};

/** The terms of Germany, for tests of orders and carts. */
export const GERMANY = {
  locations: [DEFAULT_SOURCE],
  shippingRates: [STANDARD, FREE],
  taxRatePpm: 190_000,
};

/** Returns the stock of a variant without rules, at one location. */
export const sellable = (variantId: string, available: number, version = 1): SellableStock => ({
  variantId,
  available,
  version,
  buyerMax: null,
  backorderLeft: null,
  preorder: null,
  locations: available > 0 ? [{ locationId: DEFAULT_LOCATION_ID, available }] : [],
});
