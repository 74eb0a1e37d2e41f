import type { CheckoutService } from "#cart/checkout/checkout.service";
import type { PrivacyService } from "#cart/privacy.service";
import { orderCancelled, orderConfirmed } from "#events/orders";
import { userErased } from "#events/users";
import { type EventHandler, handles } from "#kernel/events/events";

interface Services {
  checkout: CheckoutService;
  privacy: PrivacyService;
}

/**
 * The cart's event handlers. All read the current state, so duplicate and late events are safe without an
 * inbox.
 */
export const cartHandlers = ({ checkout, privacy }: Services): EventHandler[] => [
  handles(orderConfirmed, ({ orderId, cartId }) => checkout.confirmed(orderId, cartId)),
  handles(orderCancelled, ({ orderId, cartId, reason }) =>
    checkout.cancelled({ orderId, cartId, reason }),
  ),
  handles(userErased, ({ userId }) => privacy.erase(userId)),
];
