import type { MailKind } from "#contract/notifications";

/**
 * The mails that an address gets even after a bounce or a complaint: confirmations and refunds that the law
 * requires, and mails that protect an account or that its owner waits for. Every other mail is suppressed.
 */
const IS_REQUIRED: Record<MailKind, boolean> = {
  welcome: false,
  "order-confirmed": true,
  "order-link": true,
  // They confirm a change of the contract, and ask for its money.
  "order-edited": true,
  "payment-link": true,
  "order-shipped": false,
  "order-ready-for-pickup": false,
  "order-delivered": false,
  "order-cancelled": true,
  "order-refunded": true,
  // EU law requires an acknowledgement of a withdrawal (Directive 2011/83/EU, article 11).
  "return-requested": true,
  "return-approved": false,
  "return-rejected": false,
  "return-received": false,
  "verify-email": true,
  "reset-password": true,
  "password-changed": true,
  "email-change-confirm": true,
  "email-change-notice": true,
  "email-changed": true,
  "email-changed-notice": true,
  "sign-in-code": true,
  "session-reused": true,
  "second-factors-changed": true,
  "sms-changed": true,
  "account-disabled": true,
  "account-enabled": true,
  "roles-changed": true,
  "data-exported": true,
  "api-key-created": true,
  "api-key-revoked": true,
  "account-erased": true,
  "back-in-stock": false,
};

export const isRequired = (kind: MailKind) => IS_REQUIRED[kind];
