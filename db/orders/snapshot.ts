import type { Discount, ShippingOption, Totals } from "#contract/cart";
import type { OrderLine } from "#contract/orders";
import type { Address } from "#kernel/address";

/** The terms of an order when it was placed. */
export interface OrderSnapshot {
  lines: OrderLine[];
  discounts: Discount[];
  totals: Totals;
  /** Absent in orders placed before notes were stored. */
  note?: string | null;
  shippingAddress: Address;
  billingAddress: Address;
  shippingOption: ShippingOption;
  policies: Record<string, "deny" | "continue">;
}
