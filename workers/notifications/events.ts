import { orderConfirmed } from "#contract/orders";
import {
  emailChanged,
  emailChangeRequested,
  passwordChanged,
  passwordResetRequested,
  refreshReused,
  secondFactorsChanged,
  signInCodeRequested,
  userRegistered,
  verificationRequested,
} from "#contract/users";
import { type Hearing, hears } from "#kernel/events";
import type { MessagesService } from "./service";

/** Which event becomes which message. */
export const messageHearings = ({
  welcome,
  orderConfirmed: confirm,
  challenge,
  security,
}: MessagesService): Hearing[] => [
  hears(userRegistered, ({ userId }, { id }) => welcome(userId, id)),
  hears(orderConfirmed, ({ orderId }, { id }) => confirm(orderId, id)),
  hears(verificationRequested, ({ challengeId }, { id }) =>
    challenge("verify-email", challengeId, id),
  ),
  hears(passwordResetRequested, ({ challengeId }, { id }) =>
    challenge("reset-password", challengeId, id),
  ),
  hears(signInCodeRequested, ({ challengeId }, { id }) =>
    challenge("sign-in-code", challengeId, id),
  ),
  hears(emailChangeRequested, async ({ challengeId }, { id }) => {
    await challenge("email-change-notice", challengeId, id);
    await challenge("email-change-confirm", challengeId, id);
  }),
  hears(emailChanged, async ({ challengeId }, { id }) => {
    await challenge("email-changed-notice", challengeId, id);
    await challenge("email-changed", challengeId, id);
  }),
  hears(passwordChanged, ({ userId }, { id }) => security("password-changed", userId, id)),
  hears(refreshReused, ({ userId }, { id }) => security("session-reused", userId, id)),
  hears(secondFactorsChanged, ({ userId }, { id }) =>
    security("second-factors-changed", userId, id),
  ),
];
