import { orderCancelled, orderConfirmed } from "#contract/orders";
import { type Hearing, hears } from "#kernel/events";
import type { CheckoutService } from "./checkout.service";

/** What carts hear. Both compare with the cart's state, so twice or late is harmless without an inbox. */
export const cartHearings = (checkout: CheckoutService): Hearing[] => [
  hears(orderConfirmed, ({ orderId, cartId }) => checkout.confirmed(orderId, cartId)),
  hears(orderCancelled, ({ orderId, cartId }) => checkout.cancelled(orderId, cartId)),
];
