import { SmsPreferences, SmsPreferencesPatch } from "#contract/users";
import { defineRoute } from "#kernel/routes/definition";

const EXAMPLE: SmsPreferences = {
  smsOptIn: { phone: "+491701234567", since: "2026-11-27T09:30:00.000Z" },
};

/** The properties that both routes share. */
const OF_PREFERENCES = {
  tag: "account",
  access: "user",
  rate: "account",
  path: "/v1/me/notifications",
} as const;

export const readSmsPreferences = defineRoute({
  ...OF_PREFERENCES,
  method: "GET",
  operation: "readNotificationPreferences",
  summary: "Read whether the account gets SMS",
  description:
    "`smsOptIn` is null without a consent. It ends when the owner of the phone answers STOP to an SMS.",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: SmsPreferences },
  problems: [],
  example: { answer: EXAMPLE },
});

export const changeSmsPreferences = defineRoute({
  ...OF_PREFERENCES,
  access: "session",
  method: "PATCH",
  operation: "changeNotificationPreferences",
  summary: "Agree to SMS, or end them",
  description:
    "With `smsOptIn` the account gets SMS about its sign-in codes, password resets and orders, beside the mails; `null` ends them. To agree, the address must be verified, and the sign-in at most ten minutes old, because codes are sent to the phone. The owner gets a mail about each change. After STOP, the phone gets SMS again when its owner writes START.",
  idempotency: "key",
  body: SmsPreferencesPatch,
  answers: { 200: SmsPreferences },
  query: null,
  problems: ["step_up_required", "email_unverified", "conflict"],
  example: { body: { smsOptIn: { phone: "+491701234567" } }, answer: EXAMPLE },
});
