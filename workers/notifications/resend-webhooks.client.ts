import type { Clock } from "#kernel/clock";
import { equalInConstantTime, fromBase64Url, hmacBase64Url, parseJson } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import type { MailReports, ReportHeaders } from "./mail.port";
import { reportIn } from "./resend-reports.rules";

interface Dependencies {
  /** One secret, or two during a rotation: `whsec_` and base64. */
  secrets: readonly string[];
  clock: Clock;
}

/** The greatest age of a webhook, and how far its time may lie ahead. */
const TOLERANCE_SECONDS = 300;

const keyOf = (secret: string) => fromBase64Url(secret.replace(/^whsec_/, ""));
const asBase64Url = (base64: string) =>
  base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** Returns the signatures of version 1. The header separates signatures by spaces. */
const signaturesIn = (header: string) =>
  header
    .split(" ")
    .filter((one) => one.startsWith("v1,"))
    .map((one) => asBase64Url(one.slice("v1,".length)));

/**
 * Reads Resend's webhooks, which Svix signs: https://docs.svix.com/receiving/verifying-payloads/how-manual.
 * The SDK could verify them, but not by the shop's clock.
 */
export const resendWebhooks = ({ secrets, clock }: Dependencies): MailReports => {
  const isRecent = (timestamp: string) =>
    /^\d{1,12}$/.test(timestamp) &&
    Math.abs(clock.now() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;

  const isSigned = async (
    body: string,
    { id = "", timestamp = "", signature = "" }: ReportHeaders,
  ) => {
    if (id === "" || !isRecent(timestamp)) return false;
    const given = signaturesIn(signature);
    for (const secret of secrets) {
      const expected = await hmacBase64Url(keyOf(secret), `${id}.${timestamp}.${body}`);
      if (given.some((one) => equalInConstantTime(one, expected))) return true;
    }
    return false;
  };

  return {
    async read(body, headers) {
      if (!(await isSigned(body, headers))) throw new AppError("signature_invalid");
      return reportIn(parseJson(body));
    },
  };
};
