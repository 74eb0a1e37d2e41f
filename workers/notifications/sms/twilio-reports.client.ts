import type { Clock } from "#kernel/clock";
import { equalInConstantTime } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import type { SignedRequest, SmsReports } from "./sms.port";
import { smsReportIn } from "./twilio-reports.rules";

interface Dependencies {
  /** One token, or two during a rotation. */
  tokens: readonly string[];
  /** The public address of the shop. */
  publicUrl: string;
  clock: Clock;
}

/** How long reports about an SMS are accepted: as long as its row is stored. */
const REPORTED_WITHIN_SECONDS = 35 * 24 * 60 * 60;
/** How far the time in an address may lie ahead. */
const TOLERANCE_SECONDS = 300;

/** Returns a signature as https://www.twilio.com/docs/usage/security#validating-requests describes it. */
const signatureOf = async (token: string, signed: string) => {
  const bytesOf = (text: string) => new TextEncoder().encode(text);
  const algorithm = { name: "HMAC", hash: "SHA-1" };
  const key = await crypto.subtle.importKey("raw", bytesOf(token), algorithm, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, bytesOf(signed));
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
};

/** Returns what is signed: the address, and the sorted names and values of the form. */
const signedIn = (url: string, form: URLSearchParams) =>
  url +
  [...form]
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .flat()
    .join("");

/**
 * Reads Twilio's webhooks. Twilio signs no time: the address for reports about an SMS says when it was sent,
 * and a text of a phone has an id.
 */
export const twilioReports = ({ tokens, publicUrl, clock }: Dependencies): SmsReports => {
  const nowSeconds = () => Math.floor(clock.now() / 1000);

  const isRecent = (query: URLSearchParams) => {
    if (!query.has("message")) return true;
    const age = nowSeconds() - Number(query.get("sent") ?? Number.NaN);
    return age >= -TOLERANCE_SECONDS && age <= REPORTED_WITHIN_SECONDS;
  };

  const isSigned = async ({ url, signature = "" }: SignedRequest, form: URLSearchParams) => {
    for (const token of tokens)
      if (equalInConstantTime(signature, await signatureOf(token, signedIn(url, form))))
        return true;
    return false;
  };

  return {
    async read(request) {
      const form = new URLSearchParams(request.body);
      const query = new URL(request.url).searchParams;
      if (!isRecent(query) || !(await isSigned(request, form)))
        throw new AppError("signature_invalid");
      return smsReportIn(query, form);
    },

    addressFor: ({ messageId, generation }) =>
      `${publicUrl.replace(/\/$/, "")}/webhooks/twilio?message=${messageId}.${generation}&sent=${nowSeconds()}`,
  };
};
