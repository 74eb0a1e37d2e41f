import type { ServiceRpc } from "#kernel/entrypoint";

/** The messages the shop writes. Each is sent once for whom or what it is about. */
export const MESSAGE_KINDS = [
  "welcome",
  "order-confirmed",
  "verify-email",
  "reset-password",
  "password-changed",
  "email-change-confirm",
  "email-change-notice",
  "email-changed",
  "email-changed-notice",
  "sign-in-code",
  "session-reused",
  "second-factors-changed",
  "account-disabled",
  "account-enabled",
  "roles-changed",
  "data-exported",
  "account-erased",
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** The notifications hear events and offer nothing else. */
export type NotificationsRpc = ServiceRpc;
