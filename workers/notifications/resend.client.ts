import { type ErrorResponse, Resend } from "resend";
import { currentTrace } from "#kernel/call";
import { DependencyError } from "#kernel/errors";
import { log } from "#kernel/log";
import { ok, refuse } from "#kernel/result";
import { answeredWith, requestTo, withinSpan } from "#kernel/sight/client-span";
import { reachable } from "#kernel/vendors/http";
import type { Mailer } from "./mail.port";
import { isPlainAddress, mailboxOf, oneLine } from "./mails/content.rules";
import { tagOf } from "./resend-tags.rules";

interface ResendOptions {
  url: string;
  apiKey: string;
}

const TIMEOUT_MS = 5000;

/** Statuses that refuse the mail itself, so that another attempt would be refused as well. */
const FINAL = new Set([400, 413, 422]);
/** Another request with the same idempotency key is running, with an unknown outcome. */
const CONCURRENT = 409;

const outcomeOf = (error: ErrorResponse) => {
  // An earlier attempt sent the mail with another text, because its object has changed since.
  if (error.name === "invalid_idempotent_request") return ok(null);
  const { name: reason, statusCode: status } = error;
  // A wrong key or an unverified sender stops every mail until an operator acts.
  const line = status === 401 || status === 403 ? log.error : log.warn;
  line("resend.refused", { code: reason, status });
  const certain = status !== null && status >= 400 && status < 500 && status !== CONCURRENT;
  if (certain) return refuse({ reason, final: FINAL.has(status) });
  throw new DependencyError("resend", new Error(reason));
};

/**
 * Sends mail through Resend: https://resend.com/docs/api-reference/emails/send-email. Passes deadline
 * and request id with each call, because the SDK accepts no fetch.
 */
export const resendMailer = ({ url, apiKey }: ResendOptions): Mailer => {
  const base = url.replace(/\/$/, "");
  const resend = new Resend(apiKey, { baseUrl: base });

  return {
    async send({ to, from, replyTo, subject, html, text, kind, key }) {
      if (!isPlainAddress(to)) return refuse({ reason: "invalid_recipient", final: true });
      const { requestId, eventTraceparent } = currentTrace();
      const { data, error } = await withinSpan(
        () => requestTo("resend", `${base}/emails`, "POST"),
        async (outgoing) => {
          const sent = await resend.emails.send(
            {
              from: mailboxOf(from),
              to: [to],
              replyTo,
              subject: oneLine(subject),
              html,
              text,
              tags: [
                { name: "kind", value: kind },
                { name: "key", value: tagOf(key) },
              ],
              // A header of the mail, which leads from the mail to its trace. It is the event's and not this
              // delivery's, because Resend refuses a repeated mail that differs.
              ...(eventTraceparent ? { headers: { traceparent: eventTraceparent } } : {}),
            },
            {
              idempotencyKey: key,
              headers: { "x-request-id": requestId, traceparent: outgoing.traceparent },
              signal: AbortSignal.timeout(TIMEOUT_MS),
            },
          );
          answeredWith(outgoing, sent.error ? (sent.error.statusCode ?? 0) : 200);
          return sent;
        },
      );
      return error ? outcomeOf(error) : ok(data.id);
    },

    ping: reachable("resend", url, TIMEOUT_MS),
  };
};
