import type { ServiceRpc } from "#kernel/entrypoint";

/** Mails about an order. */
export const ORDER_MAIL_KINDS = [
  "order-confirmed",
  "order-link",
  "order-edited",
  "payment-link",
  "order-shipped",
  "order-ready-for-pickup",
  "order-delivered",
  "order-cancelled",
  "order-refunded",
  "return-requested",
  "return-approved",
  "return-rejected",
  "return-received",
] as const;
export type OrderMailKind = (typeof ORDER_MAIL_KINDS)[number];

/** Mails with a link or a code. */
export const CHALLENGE_MAIL_KINDS = [
  "verify-email",
  "reset-password",
  "email-change-confirm",
  "email-change-notice",
  "email-changed",
  "email-changed-notice",
  "sign-in-code",
] as const;
export type ChallengeMailKind = (typeof CHALLENGE_MAIL_KINDS)[number];

/** Mails about a change of an account. */
export const SECURITY_MAIL_KINDS = [
  "password-changed",
  "session-reused",
  "second-factors-changed",
  "sms-changed",
  "account-disabled",
  "account-enabled",
  "roles-changed",
  "data-exported",
  "api-key-created",
  "api-key-revoked",
] as const;
export type SecurityMailKind = (typeof SECURITY_MAIL_KINDS)[number];

export const MAIL_KINDS = [
  "welcome",
  ...ORDER_MAIL_KINDS,
  ...CHALLENGE_MAIL_KINDS,
  ...SECURITY_MAIL_KINDS,
  "account-erased",
  "back-in-stock",
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** SMS about an order. */
export const ORDER_SMS_KINDS = [
  "order-confirmed-sms",
  "order-delivered-sms",
  "order-cancelled-sms",
] as const;
export type OrderSmsKind = (typeof ORDER_SMS_KINDS)[number];

/** SMS to buyers who have agreed to them. */
export const SMS_KINDS = [
  "welcome-sms",
  "sign-in-code-sms",
  "reset-password-sms",
  ...ORDER_SMS_KINDS,
] as const;
export type SmsKind = (typeof SMS_KINDS)[number];

/** The kinds of messages. Each is sent once per subject. */
export const MESSAGE_KINDS = [...MAIL_KINDS, ...SMS_KINDS] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export const CHANNELS = ["mail", "sms"] as const;
export type Channel = (typeof CHANNELS)[number];

const isOf = <Kind extends MessageKind>(kinds: readonly Kind[]) => {
  const all: ReadonlySet<string> = new Set(kinds);
  return (kind: MessageKind): kind is Kind => all.has(kind);
};
export const isSms = isOf(SMS_KINDS);
export const isOrderMail = isOf(ORDER_MAIL_KINDS);
export const isOrderSms = isOf(ORDER_SMS_KINDS);
export const isChallengeMail = isOf(CHALLENGE_MAIL_KINDS);
export const isSecurityMail = isOf(SECURITY_MAIL_KINDS);

/** Returns how messages of a kind are sent. */
export const channelOf = (kind: MessageKind): Channel => (isSms(kind) ? "sms" : "mail");

/** Notifications handle events and have no methods of their own. */
export type NotificationsRpc = ServiceRpc;
