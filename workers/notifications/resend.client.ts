import { type ErrorResponse, Resend } from "resend";
import { currentTrace } from "#kernel/call";
import { DependencyError } from "#kernel/errors";
import { outgoing } from "#kernel/http";
import { log } from "#kernel/log";
import { ok, refuse } from "#kernel/result";
import { oneLine } from "./emails/content";
import { isPlainAddress, type Mailer } from "./mail";

interface ResendOptions {
  url: string;
  apiKey: string;
  from: string;
}

const TIMEOUT_MS = 5000;

/** What will be refused the next time too. Everything else is tried again. */
const DEFINITE = new Set<number | null>([400, 413, 422]);

const outcomeOf = (error: ErrorResponse) => {
  // The key was used with another text, and so there has been a mail: what it is about has changed since.
  if (error.name === "invalid_idempotent_request") return ok(null);
  log.warn("resend.refused", { code: error.name, status: error.statusCode });
  if (DEFINITE.has(error.statusCode)) return refuse(error.name);
  throw new DependencyError("resend", new Error(error.name));
};

/**
 * Resend: https://resend.com/docs/api-reference/emails/send-email. Its SDK takes no fetch, so the
 * deadline and the request's id are given with each call.
 */
export const resendMailer = ({ url, apiKey, from }: ResendOptions): Mailer => {
  const resend = new Resend(apiKey, { baseUrl: url.replace(/\/$/, "") });
  const ask = outgoing({ vendor: "resend", timeoutMs: TIMEOUT_MS });

  return {
    async send({ to, subject, html, text, kind, key }) {
      if (!isPlainAddress(to)) return refuse("invalid_recipient");
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

    /** Any answer will do: a key that may only send may ask nothing. */
    async ping() {
      const answer = await ask(url);
      await answer.body?.cancel();
    },
  };
};
