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
import { type Hearing, hears } from "#kernel/events";
import type { MessagesService } from "./messages.service";

/** Which event becomes which message. */
export const messageHearings = ({
  welcome,
  orderConfirmed: confirm,
  challenge,
  security,
  farewell,
}: MessagesService): Hearing[] => [
  hears(userRegistered, ({ userId }, { id }) => welcome(userId, id)),
  hears(orderConfirmed, ({ orderId }, { id }) => confirm(orderId, id)),
  hears(verificationRequested, (about, { id }) => challenge("verify-email", about, id)),
  hears(passwordResetRequested, (about, { id }) => challenge("reset-password", about, id)),
  hears(signInCodeRequested, (about, { id }) => challenge("sign-in-code", about, id)),
  hears(emailChangeRequested, async (about, { id }) => {
    await challenge("email-change-notice", about, id);
    await challenge("email-change-confirm", about, id);
  }),
  hears(emailChanged, async (about, { id }) => {
    await challenge("email-changed-notice", about, id);
    await challenge("email-changed", about, id);
  }),
  hears(passwordChanged, ({ userId }, { id }) => security("password-changed", userId, id)),
  hears(refreshReused, ({ userId }, { id }) => security("session-reused", userId, id)),
  hears(secondFactorsChanged, ({ userId }, { id }) =>
    security("second-factors-changed", userId, id),
  ),
  hears(userDisabled, ({ userId }, { id }) => security("account-disabled", userId, id)),
  hears(userEnabled, ({ userId }, { id }) => security("account-enabled", userId, id)),
  hears(rolesChanged, ({ userId }, { id }) => security("roles-changed", userId, id)),
  hears(dataExported, ({ userId }, { id }) => security("data-exported", userId, id)),
  hears(userErased, ({ userId }, { id }) => farewell(userId, id)),
];
