import { orderCancelled, orderConfirmed } from "#contract/orders";
import { userErased } from "#contract/users";
import { type Hearing, hears } from "#kernel/events";
import type { CheckoutService } from "./checkout.service";
import type { PeopleService } from "./privacy.service";

/** What carts hear. All look at what is there by then, so twice or late is harmless without an inbox. */
export const cartHearings = (checkout: CheckoutService, people: PeopleService): Hearing[] => [
  hears(orderConfirmed, ({ orderId, cartId }) => checkout.confirmed(orderId, cartId)),
  hears(orderCancelled, ({ orderId, cartId, reason }) =>
    checkout.cancelled(orderId, cartId, reason),
  ),
  hears(userErased, ({ userId }) => people.erase(userId)),
];
