import type { CheckoutService } from "#cart/checkout/checkout.service";
import type { PrivacyService } from "#cart/privacy.service";
import { orderCancelled, orderConfirmed } from "#contract/orders";
import { userErased } from "#contract/users";
import { type Hearing, hears } from "#kernel/events/events";

interface Services {
  checkout: CheckoutService;
  privacy: PrivacyService;
}

/** Event handlers. All read the current state, so duplicates and delays are safe without an inbox. */
export const cartHandlers = ({ checkout, privacy }: Services): Hearing[] => [
  hears(orderConfirmed, ({ orderId, cartId }) => checkout.confirmed(orderId, cartId)),
  hears(orderCancelled, ({ orderId, cartId, reason }) =>
    checkout.cancelled({ orderId, cartId, reason }),
  ),
  hears(userErased, ({ userId }) => privacy.erase(userId)),
];
