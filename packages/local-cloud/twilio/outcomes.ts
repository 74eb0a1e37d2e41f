import type { FailureCode } from "./failure";

/**
 * Twilio's numbers for tests, which refuse every message:
 * https://www.twilio.com/docs/iam/test-credentials#test-sms-messages-parameters-To
 */
const REFUSED: ReadonlyMap<string, FailureCode> = new Map([
  ["+15005550001", 21211],
  ["+15005550002", 21612],
  ["+15005550003", 21408],
  ["+15005550004", 21610],
  ["+15005550009", 21614],
]);

/** Numbers of this stand-in, beside Twilio's own, whose messages are accepted and do not arrive. */
const LOST: ReadonlyMap<string, Outcome> = new Map([
  ["+15005550030", { status: "undelivered", errorCode: 30003 }],
  ["+15005550031", { status: "failed", errorCode: 30006 }],
]);

export type Status = "queued" | "sent" | "delivered" | "undelivered" | "failed" | "received";

/** What happens to a message after it was accepted. */
interface Outcome {
  status: Status;
  errorCode: number | null;
}

/** Returns why a message to this number is refused; undefined if it is accepted. */
export const refusalOf = (to: string) => REFUSED.get(to);

/** Returns what happens to a message to this number. All other numbers receive it. */
export const outcomeOf = (to: string): Outcome =>
  LOST.get(to) ?? { status: "delivered", errorCode: null };

const STOP_WORDS = new Set(["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"]);
const START_WORDS = new Set(["START", "YES", "UNSTOP"]);

/** Returns whether an inbound message ends or resumes the messages to its sender. Only the whole text counts. */
export const keywordOf = (body: string): "stop" | "start" | undefined => {
  const word = body.trim().toUpperCase();
  if (STOP_WORDS.has(word)) return "stop";
  return START_WORDS.has(word) ? "start" : undefined;
};
