import * as z from "zod";
import { defineEvent } from "#kernel/events/events";
import { Id } from "#kernel/ids";
import { CONSENT_PURPOSES } from "#users/consent-purposes.contract";

const AboutUser = z.object({ userId: Id("user") });
const AboutChallenge = AboutUser.extend({ challengeId: Id("challenge") });

/** Occurs once, when an account is registered. */
export const userRegistered = defineEvent("user.registered", AboutUser, ["notifications"]);
/** Occurs when a link that verifies an e-mail address is requested. */
export const verificationRequested = defineEvent("user.verification_requested", AboutChallenge, [
  "notifications",
]);
/** Occurs when an e-mail address is verified by its link. Has no handler. */
export const emailVerified = defineEvent("user.email_verified", AboutUser, []);
/** Occurs when a link that resets the password is requested. */
export const passwordResetRequested = defineEvent("user.password_reset_requested", AboutChallenge, [
  "notifications",
]);
/** Occurs when a password is changed or reset. Mails the owner. */
export const passwordChanged = defineEvent("user.password_changed", AboutUser, ["notifications"]);
/** Occurs when a change of e-mail address is requested. Mails the new address a link, the old one a notice. */
export const emailChangeRequested = defineEvent("user.email_change_requested", AboutChallenge, [
  "notifications",
]);
/** Occurs when an e-mail address was changed. Mails both addresses, which are stored in the challenge. */
export const emailChanged = defineEvent("user.email_changed", AboutChallenge, ["notifications"]);
/** Occurs when a sign-in requires a code by mail. */
export const signInCodeRequested = defineEvent("user.sign_in_code_requested", AboutChallenge, [
  "notifications",
]);
/** Occurs when a session ends because two parties have used one refresh token. Mails the account's owner. */
export const refreshReused = defineEvent(
  "user.refresh_reused",
  AboutUser.extend({ sessionId: Id("session") }),
  ["notifications"],
);
/** Occurs when a second factor is enabled or disabled, or recovery codes are replaced. Mails the owner. */
export const secondFactorsChanged = defineEvent("user.second_factors_changed", AboutUser, [
  "notifications",
]);
/** Occurs when an admin disables an account. Mails the owner. */
export const userDisabled = defineEvent("user.disabled", AboutUser, ["notifications"]);
/** Occurs when an admin enables an account. Mails the owner. */
export const userEnabled = defineEvent("user.enabled", AboutUser, ["notifications"]);
/** Occurs when the roles of an account change. Mails the owner. */
export const rolesChanged = defineEvent("user.roles_changed", AboutUser, ["notifications"]);
/** Occurs when an export of personal data is permitted. Mails the owner. */
export const dataExported = defineEvent("user.data_exported", AboutUser, ["notifications"]);
const AboutApiKey = AboutUser.extend({ keyId: Id("apiKey") });

/** Occurs when an admin makes an API key. Mails that admin. */
export const apiKeyCreated = defineEvent("user.api_key_created", AboutApiKey, ["notifications"]);
/** Occurs when an API key is revoked. Mails the admin who made it. */
export const apiKeyRevoked = defineEvent("user.api_key_revoked", AboutApiKey, ["notifications"]);
/** Occurs when a consent is given or withdrawn. */
export const consentChanged = defineEvent(
  "user.consent_changed",
  AboutUser.extend({ purpose: z.enum(CONSENT_PURPOSES), granted: z.boolean() }),
  [],
);
/** Occurs when an account agrees to SMS to a phone, or ends them. Mails the owner, and welcomes the phone. */
export const smsChanged = defineEvent(
  "user.sms_changed",
  AboutUser.extend({ agreed: z.boolean() }),
  ["notifications"],
);
/** Occurs when an account is erased. Handlers delete the person's data and send the erasure notice. */
export const userErased = defineEvent("user.erased", AboutUser, [
  "orders",
  "payments",
  "cart",
  "catalog",
  "notifications",
]);

/** All events that the users Worker announces. */
export const EVENTS = [
  userRegistered,
  verificationRequested,
  emailVerified,
  passwordResetRequested,
  passwordChanged,
  emailChangeRequested,
  emailChanged,
  signInCodeRequested,
  refreshReused,
  secondFactorsChanged,
  userDisabled,
  userEnabled,
  rolesChanged,
  dataExported,
  apiKeyCreated,
  apiKeyRevoked,
  consentChanged,
  smsChanged,
  userErased,
];
