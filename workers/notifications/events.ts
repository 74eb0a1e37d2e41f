import { orderConfirmed } from "#contract/orders";
import {
  dataExported,
  emailChanged,
  emailChangeRequested,
  passwordChanged,
  passwordResetRequested,
  refreshReused,
  rolesChanged,
  secondFactorsChanged,
  signInCodeRequested,
  userDisabled,
  userEnabled,
  userErased,
  userRegistered,
  verificationRequested,
} from "#contract/users";
import { type Hearing, hears } from "#kernel/events/events";
import type { MessagesService } from "./messages.service";

/** Returns the event handlers: which event causes which mail. */
export const messageHandlers = (messages: MessagesService): Hearing[] => {
  const { challenge, security } = messages;
  return [
    hears(userRegistered, ({ userId }, { id }) => messages.welcome(userId, id)),
    hears(orderConfirmed, ({ orderId }, { id }) => messages.orderConfirmed(orderId, id)),
    hears(verificationRequested, (about, { id: eventId }) =>
      challenge({ kind: "verify-email", ...about, eventId }),
    ),
    hears(passwordResetRequested, (about, { id: eventId }) =>
      challenge({ kind: "reset-password", ...about, eventId }),
    ),
    hears(signInCodeRequested, (about, { id: eventId }) =>
      challenge({ kind: "sign-in-code", ...about, eventId }),
    ),
    hears(emailChangeRequested, async (about, { id: eventId }) => {
      await challenge({ kind: "email-change-notice", ...about, eventId });
      await challenge({ kind: "email-change-confirm", ...about, eventId });
    }),
    hears(emailChanged, async (about, { id: eventId }) => {
      await challenge({ kind: "email-changed-notice", ...about, eventId });
      await challenge({ kind: "email-changed", ...about, eventId });
    }),
    hears(passwordChanged, ({ userId }, { id: eventId }) =>
      security({ kind: "password-changed", userId, eventId }),
    ),
    hears(refreshReused, ({ userId }, { id: eventId }) =>
      security({ kind: "session-reused", userId, eventId }),
    ),
    hears(secondFactorsChanged, ({ userId }, { id: eventId }) =>
      security({ kind: "second-factors-changed", userId, eventId }),
    ),
    hears(userDisabled, ({ userId }, { id: eventId }) =>
      security({ kind: "account-disabled", userId, eventId }),
    ),
    hears(userEnabled, ({ userId }, { id: eventId }) =>
      security({ kind: "account-enabled", userId, eventId }),
    ),
    hears(rolesChanged, ({ userId }, { id: eventId }) =>
      security({ kind: "roles-changed", userId, eventId }),
    ),
    hears(dataExported, ({ userId }, { id: eventId }) =>
      security({ kind: "data-exported", userId, eventId }),
    ),
    hears(userErased, ({ userId }, { id }) => messages.erasureNotice(userId, id)),
  ];
};
