import { stockAlertDue } from "#events/catalog";
import { notificationRequested } from "#events/notifications";
import {
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderEdited,
  orderLookupRequested,
  orderReadyForPickup,
  orderRefunded,
  orderShipped,
  paymentLinkRequested,
  returnApproved,
  returnReceived,
  returnRejected,
  returnRequested,
} from "#events/orders";
import {
  apiKeyCreated,
  apiKeyRevoked,
  dataExported,
  emailChanged,
  emailChangeRequested,
  passwordChanged,
  passwordResetRequested,
  refreshReused,
  rolesChanged,
  secondFactorsChanged,
  signInCodeRequested,
  smsChanged,
  userDisabled,
  userEnabled,
  userErased,
  userRegistered,
  verificationRequested,
} from "#events/users";
import { type EventHandler, handles } from "#kernel/events/events";
import type { MessagesService } from "./messages.service";
import type { OrderMessagesService } from "./order-messages.service";
import type { RedeliveryService } from "./redelivery.service";

/** Returns the event handlers: which event causes which mail. */
export const messageHandlers = (
  messages: MessagesService & OrderMessagesService & Pick<RedeliveryService, "redeliver">,
): EventHandler[] => {
  const { challenge, security } = messages;
  return [
    handles(userRegistered, ({ userId }, { id }) => messages.welcome(userId, id)),
    handles(smsChanged, ({ userId, agreed }, { id: eventId }) =>
      messages.smsChanged({ userId, agreed, eventId }),
    ),
    handles(stockAlertDue, ({ alertId }, { id }) => messages.backInStock(alertId, id)),
    handles(orderConfirmed, ({ orderId }, { id }) => messages.orderConfirmed(orderId, id)),
    handles(orderCancelled, (about, { id }) => messages.orderCancelled(about, id)),
    handles(orderLookupRequested, ({ orderId }, { id }) => messages.orderLink(orderId, id)),
    handles(orderEdited, ({ orderId, editId }, { id }) =>
      messages.orderEdited(orderId, editId, id),
    ),
    handles(paymentLinkRequested, ({ orderId }, { id }) => messages.paymentLink(orderId, id)),
    handles(orderShipped, ({ orderId, shipmentId }, { id }) =>
      messages.orderShipped(orderId, shipmentId, id),
    ),
    handles(orderReadyForPickup, ({ orderId, shipmentId }, { id }) =>
      messages.orderReady(orderId, shipmentId, id),
    ),
    handles(orderDelivered, ({ orderId, shipmentId }, { id }) =>
      messages.orderDelivered(orderId, shipmentId, id),
    ),
    handles(returnRequested, (about, { id: eventId }) =>
      messages.ofReturn({ kind: "return-requested", ...about, eventId }),
    ),
    handles(returnApproved, (about, { id: eventId }) =>
      messages.ofReturn({ kind: "return-approved", ...about, eventId }),
    ),
    handles(returnRejected, (about, { id: eventId }) =>
      messages.ofReturn({ kind: "return-rejected", ...about, eventId }),
    ),
    handles(returnReceived, (about, { id: eventId }) =>
      messages.ofReturn({ kind: "return-received", ...about, eventId }),
    ),
    handles(orderRefunded, ({ orderId, refundId }, { id }) =>
      messages.orderRefunded(orderId, refundId, id),
    ),
    handles(verificationRequested, (about, { id: eventId }) =>
      challenge({ kind: "verify-email", ...about, eventId }),
    ),
    handles(passwordResetRequested, (about, { id: eventId }) =>
      challenge({ kind: "reset-password", ...about, eventId }),
    ),
    handles(signInCodeRequested, (about, { id: eventId }) =>
      challenge({ kind: "sign-in-code", ...about, eventId }),
    ),
    handles(emailChangeRequested, async (about, { id: eventId }) => {
      await challenge({ kind: "email-change-notice", ...about, eventId });
      await challenge({ kind: "email-change-confirm", ...about, eventId });
    }),
    handles(emailChanged, async (about, { id: eventId }) => {
      await challenge({ kind: "email-changed-notice", ...about, eventId });
      await challenge({ kind: "email-changed", ...about, eventId });
    }),
    handles(passwordChanged, ({ userId }, { id: eventId }) =>
      security({ kind: "password-changed", userId, eventId }),
    ),
    handles(refreshReused, ({ userId }, { id: eventId }) =>
      security({ kind: "session-reused", userId, eventId }),
    ),
    handles(secondFactorsChanged, ({ userId }, { id: eventId }) =>
      security({ kind: "second-factors-changed", userId, eventId }),
    ),
    handles(userDisabled, ({ userId }, { id: eventId }) =>
      security({ kind: "account-disabled", userId, eventId }),
    ),
    handles(userEnabled, ({ userId }, { id: eventId }) =>
      security({ kind: "account-enabled", userId, eventId }),
    ),
    handles(rolesChanged, ({ userId }, { id: eventId }) =>
      security({ kind: "roles-changed", userId, eventId }),
    ),
    handles(dataExported, ({ userId }, { id: eventId }) =>
      security({ kind: "data-exported", userId, eventId }),
    ),
    handles(apiKeyCreated, ({ userId }, { id: eventId }) =>
      security({ kind: "api-key-created", userId, eventId }),
    ),
    handles(apiKeyRevoked, ({ userId }, { id: eventId }) =>
      security({ kind: "api-key-revoked", userId, eventId }),
    ),
    handles(notificationRequested, ({ messageId }, { id }) => messages.redeliver(messageId, id)),
    handles(userErased, ({ userId }, { id }) => messages.erasureNotice(userId, id)),
  ];
};
