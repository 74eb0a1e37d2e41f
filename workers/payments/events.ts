import { orderCancelled, orderConfirmed } from "#events/orders";
import { userErased } from "#events/users";
import { type EventHandler, handles } from "#kernel/events/events";
import type { CustomersService } from "#payments/saved-methods/customers.service";
import type { PaymentsService } from "./payments.service";

/** Returns the event handlers. The state of a payment prevents a second effect of a duplicate. */
export const paymentHandlers = (
  payments: PaymentsService,
  customers: CustomersService,
): EventHandler[] => [
  handles(orderConfirmed, ({ orderId }) => payments.capture(orderId)),
  handles(orderCancelled, ({ orderId, wasConfirmed = false }) =>
    payments.abandon(orderId, { wasConfirmed }),
  ),
  handles(userErased, ({ userId }) => customers.erase(userId)),
];
