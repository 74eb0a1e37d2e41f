import type { Buyer } from "#contract/catalog";
import type { OrderRow } from "./order.rules";

/**
 * Returns whose prices the units have that join an order: those of the country of its cart, and of the groups of its
 * account. Orders of earlier releases store no country; theirs is that of the shipping address.
 */
export const buyerOf = ({ customerId, snapshot }: OrderRow): Buyer => ({
  country:
    snapshot.pricedFor === undefined
      ? (snapshot.shippingAddress?.country ?? null)
      : snapshot.pricedFor,
  userId: customerId,
});
