import type { AddressView } from "#kernel/address/address";
import type { SellableStock, SourceLocation } from "#orders/stock.contract";

/** A shipping rate for a country and a currency. */
export interface ShippingRate {
  id: string;
  title: string;
  amountMinor: number;
  /**
   * The lowest subtotal for which the rate is offered. `maxSubtotalMinor` is the lowest subtotal above it
   * for which the rate is no longer offered.
   */
  minSubtotalMinor: number;
  maxSubtotalMinor: number | null;
  /** Where the buyer collects the order; null if it is delivered. */
  pickup: AddressView | null;
}

/** The stock, shipping rates and tax with which a cart is priced. */
export interface PricingTerms {
  stock: SellableStock[];
  /** The locations whose stock orders take, by priority. */
  locations: SourceLocation[];
  shippingRates: ShippingRate[];
  /** The country's tax rate in millionths. Prices include tax. */
  taxRatePpm: number;
}
