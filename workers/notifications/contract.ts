import type { ServiceRpc } from "#kernel/entrypoint";

/** The kinds of messages. Each is sent once per subject. */
export const MESSAGE_KINDS = [
  "welcome",
  "order-confirmed",
  "order-link",
  "order-shipped",
  "order-delivered",
  "order-cancelled",
  "order-refunded",
  "return-requested",
  "return-approved",
  "return-rejected",
  "return-received",
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
  "api-key-created",
  "api-key-revoked",
  "account-erased",
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Notifications handle events and have no methods of their own. */
export type NotificationsRpc = ServiceRpc;
