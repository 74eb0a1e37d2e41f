import type { SmsReport } from "./sms.port";

/** https://help.twilio.com/articles/223134027: a text counts only as a whole, in upper or lower case. */
const STOP_WORDS = new Set([
  "STOP",
  "STOPALL",
  "UNSUBSCRIBE",
  "CANCEL",
  "END",
  "QUIT",
  "REVOKE",
  "OPTOUT",
]);
const START_WORDS = new Set(["START", "YES", "UNSTOP"]);

/** The statuses that say something new: https://www.twilio.com/docs/messaging/api/message-resource#message-status-values */
const OUTCOMES = {
  sent: null,
  delivered: "delivered",
  undelivered: "undelivered",
  failed: "failed",
} as const;
const isKnown = (status: string): status is keyof typeof OUTCOMES => status in OUTCOMES;

/** Returns what the owner of a phone wants; `OptOutType` is there with Twilio's Advanced Opt-Out. */
const wantedIn = (form: URLSearchParams) => {
  const word = (form.get("OptOutType") ?? form.get("Body") ?? "").trim().toUpperCase();
  if (STOP_WORDS.has(word)) return "stop" as const;
  return START_WORDS.has(word) ? ("start" as const) : undefined;
};

const aboutMessage = (query: URLSearchParams, form: URLSearchParams): SmsReport | undefined => {
  const status = form.get("MessageStatus") ?? "";
  const [messageId = "", generation = ""] = (query.get("message") ?? "").split(".");
  const providerRef = form.get("MessageSid");
  if (!isKnown(status) || !/^\d{1,6}$/.test(generation) || !providerRef) return undefined;
  return {
    about: "message",
    messageId,
    generation: Number(generation),
    providerRef,
    outcome: OUTCOMES[status],
    code: form.get("ErrorCode"),
  };
};

/** Returns what a webhook of Twilio reports; undefined for others, such as a question of a buyer. */
export const smsReportIn = (
  query: URLSearchParams,
  form: URLSearchParams,
): SmsReport | undefined => {
  if (query.has("message")) return aboutMessage(query, form);
  const wants = wantedIn(form);
  const phone = form.get("From");
  const ref = form.get("MessageSid");
  return wants && phone && ref ? { about: "phone", phone, wants, ref } : undefined;
};
