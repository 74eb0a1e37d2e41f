import { type ErrorResponse, Resend } from "resend";
import { currentTrace } from "#kernel/call";
import { DependencyError } from "#kernel/errors";
import { reachable } from "#kernel/http";
import { log } from "#kernel/log";
import { ok, refuse } from "#kernel/result";
import { isPlainAddress, type Mailer } from "./mail.port";
import { oneLine } from "./mails/content.rules";

interface ResendOptions {
  url: string;
  apiKey: string;
  from: string;
}

const TIMEOUT_MS = 5000;

/** Refused for what the mail is: it will be refused the next time too. */
const FINAL = new Set([400, 413, 422]);
/** Another request with the same key is under way: what becomes of it is unknown. */
const CONCURRENT = 409;

const outcomeOf = (error: ErrorResponse) => {
  // The key was used with another text, and so there has been a mail: what it is about has changed since.
  if (error.name === "invalid_idempotent_request") return ok(null);
  const { name: reason, statusCode: status } = error;
  // A wrong key or a sender that is not verified stops every mail until an operator acts.
  const line = status === 401 || status === 403 ? log.error : log.warn;
  line("resend.refused", { code: reason, status });
  const certain = status !== null && status >= 400 && status < 500 && status !== CONCURRENT;
  if (certain) return refuse({ reason, final: FINAL.has(status) });
  throw new DependencyError("resend", new Error(reason));
};

/**
 * Resend: https://resend.com/docs/api-reference/emails/send-email. Its SDK takes no fetch, so the
 * deadline and the request's id are given with each call.
 */
export const resendMailer = ({ url, apiKey, from }: ResendOptions): Mailer => {
  const resend = new Resend(apiKey, { baseUrl: url.replace(/\/$/, "") });

  return {
    async send({ to, subject, html, text, kind, key }) {
      if (!isPlainAddress(to)) return refuse({ reason: "invalid_recipient", final: true });
      const { requestId, traceparent } = currentTrace();
      const { data, error } = await resend.emails.send(
        {
          from,
          to: [to],
          subject: oneLine(subject),
          html,
          text,
          tags: [{ name: "kind", value: kind }],
        },
        {
          idempotencyKey: key,
          headers: { "x-request-id": requestId, traceparent },
          signal: AbortSignal.timeout(TIMEOUT_MS),
        },
      );
      return error ? outcomeOf(error) : ok(data.id);
    },

    ping: reachable("resend", url, TIMEOUT_MS),
  };
};
