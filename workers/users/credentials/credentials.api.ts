import { defineRoute } from "#kernel/routes/definition";
import {
  EmailChange,
  ForgottenPassword,
  LinkToken,
  PasswordChange,
  PasswordReset,
} from "#users/credentials.contract";

const LINK_EXAMPLE = { token: "token-of-the-link-of-43-random-characters-0" };

/** The properties that all routes of passwords and e-mail addresses share. */
const OF_CREDENTIALS = {
  tag: "credentials",
  method: "POST",
  idempotency: "key",
  query: null,
} as const;

export const verifyEmail = defineRoute({
  ...OF_CREDENTIALS,
  path: "/v1/auth/email/verify",
  operation: "verifyEmail",
  summary: "Verify an address by the token of its link",
  access: "public",
  rate: "account",
  body: LinkToken,
  answers: { 204: { description: "The address is verified." } },
  problems: ["token_invalid", "conflict"],
  example: { body: LINK_EXAMPLE, answer: null },
});

export const resendVerification = defineRoute({
  ...OF_CREDENTIALS,
  path: "/v1/auth/email/resend",
  operation: "resendVerification",
  summary: "Request another link that verifies the own address",
  description: "The link before is no longer valid. A verified address gets no mail.",
  access: "user",
  rate: "mail",
  body: null,
  answers: { 202: { description: "The mail is on its way." } },
  problems: ["conflict"],
  example: { answer: null },
});

export const requestPasswordReset = defineRoute({
  ...OF_CREDENTIALS,
  path: "/v1/auth/password/forgot",
  operation: "requestPasswordReset",
  summary: "Request a link that resets the password",
  description: "The answer does not reveal whether the address has an account.",
  access: "public",
  rate: "mail",
  body: ForgottenPassword,
  answers: { 202: { description: "A mail is sent if the address has an account." } },
  problems: ["conflict"],
  example: { body: { email: "ada@example.com" }, answer: null },
});

export const resetPassword = defineRoute({
  ...OF_CREDENTIALS,
  path: "/v1/auth/password/reset",
  operation: "resetPassword",
  summary: "Set a new password by the token of a link",
  description: "Ends every session of the account.",
  access: "public",
  rate: "account",
  body: PasswordReset,
  answers: { 204: { description: "The password is set, and every session has ended." } },
  problems: ["token_invalid", "password_too_common", "conflict"],
  example: {
    body: { ...LINK_EXAMPLE, password: "five gulls above the pier" },
    answer: null,
  },
});

export const changePassword = defineRoute({
  ...OF_CREDENTIALS,
  path: "/v1/me/password",
  operation: "changePassword",
  summary: "Change the own password",
  description: "Ends every other session of the account.",
  access: "session",
  rate: "code",
  body: PasswordChange,
  answers: { 204: { description: "The password is changed." } },
  problems: ["invalid_credentials", "password_too_common", "conflict"],
  example: {
    body: {
      currentPassword: "seven lanterns by the door",
      newPassword: "five gulls above the pier",
    },
    answer: null,
  },
});

export const requestEmailChange = defineRoute({
  ...OF_CREDENTIALS,
  path: "/v1/me/email",
  operation: "requestEmailChange",
  summary: "Request a link that changes the own address",
  description:
    "The new address gets the link, the current one a notice. The answer does not reveal whether another account has the new address.",
  access: "session",
  rate: "mail",
  body: EmailChange,
  answers: { 202: { description: "The mails are sent if the new address is free." } },
  problems: ["invalid_credentials", "conflict"],
  example: {
    body: { currentPassword: "seven lanterns by the door", newEmail: "ada@example.org" },
    answer: null,
  },
});

export const confirmEmailChange = defineRoute({
  ...OF_CREDENTIALS,
  path: "/v1/auth/email/change",
  operation: "confirmEmailChange",
  summary: "Change the address by the token of a link",
  access: "public",
  rate: "account",
  body: LinkToken,
  answers: { 204: { description: "The address is changed." } },
  problems: ["token_invalid", "conflict"],
  example: { body: LINK_EXAMPLE, answer: null },
});
