import * as z from "zod";
import { parseJson } from "#kernel/encoding";
import { DependencyError } from "#kernel/errors";
import { log } from "#kernel/log";
import { ok, refuse } from "#kernel/result";
import { outgoing, reachable } from "#kernel/vendors/http";
import type { SmsSender } from "./sms.port";
import { refusalIn } from "./twilio-errors.rules";

interface TwilioOptions {
  url: string;
  accountSid: string;
  token: string;
  /** A phone number, a sender name, or the id of a messaging service (`MG…`). */
  from: string;
}

const TIMEOUT_MS = 5000;
/** Messages per page and pages of a look-up. No phone gets more from the shop in a day. */
const PAGE_SIZE = 100;
const PAGES_MAX = 5;
/** How far Twilio's clock may be behind the shop's. */
const CLOCK_SKEW_MS = 60 * 60 * 1000;

const Created = z.object({ sid: z.string().min(1) });
const Listed = z.object({
  messages: z.array(
    z.object({
      sid: z.string(),
      body: z.string().nullable(),
      direction: z.string(),
      date_created: z.string().nullable(),
    }),
  ),
  next_page_uri: z.string().startsWith("/2010-04-01/").nullish(),
});

const isBefore = (date: string | null, ms: number) => date !== null && Date.parse(date) < ms;

/**
 * Sends SMS through Twilio: https://www.twilio.com/docs/messaging/api/message-resource. Without the SDK, which
 * needs Node's network modules and is larger than the Worker.
 */
export const twilioSender = ({ url, accountSid, token, from }: TwilioOptions): SmsSender => {
  const base = url.replace(/\/$/, "");
  const request = outgoing({ vendor: "twilio", timeoutMs: TIMEOUT_MS });
  const messages = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
  const headers = { authorization: `Basic ${btoa(`${accountSid}:${token}`)}` };
  const sender = from.startsWith("MG") ? { MessagingServiceSid: from } : { From: from };

  /** Returns the body of an answer of 2xx or 4xx. */
  const bodyOf = async (answer: Response): Promise<unknown> => {
    if (answer.status >= 500)
      throw new DependencyError("twilio", new Error(`status ${answer.status}`));
    try {
      return parseJson(await answer.text());
    } catch (cause) {
      throw new DependencyError("twilio", cause);
    }
  };

  const parsed = <T>(schema: z.ZodType<T>, body: unknown): T => {
    const result = schema.safeParse(body);
    if (!result.success) throw new DependencyError("twilio", result.error);
    return result.data;
  };

  const page = async (path: string) => {
    const answer = await request(base + path, { headers });
    const body = await bodyOf(answer);
    if (!answer.ok) throw new DependencyError("twilio", new Error(`status ${answer.status}`));
    return parsed(Listed, body);
  };

  return {
    async send({ to, text, reportTo }) {
      const form = new URLSearchParams({ To: to, ...sender, Body: text, StatusCallback: reportTo });
      const answer = await request(base + messages, {
        method: "POST",
        headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
        body: String(form),
      });
      const body = await bodyOf(answer);
      if (answer.ok) return ok(parsed(Created, body).sid);
      const refusal = refusalIn(answer.status, body);
      // A wrong token or sender stops every SMS until an operator acts.
      const line = answer.status === 401 || answer.status === 403 ? log.error : log.warn;
      line("twilio.refused", { code: refusal.reason, status: answer.status });
      return refuse(refusal);
    },

    async find({ to, marker, sinceMs }) {
      const query = new URLSearchParams({ To: to, PageSize: String(PAGE_SIZE) });
      let path: string | null | undefined = `${messages}?${query}`;
      for (let pages = 0; path && pages < PAGES_MAX; pages += 1) {
        const found: z.infer<typeof Listed> = await page(path);
        const sent = found.messages.find(
          ({ body, direction }) => direction !== "inbound" && body?.includes(marker),
        );
        if (sent) return sent.sid;
        const isOlder = found.messages.some(({ date_created: created }) =>
          isBefore(created, sinceMs - CLOCK_SKEW_MS),
        );
        if (isOlder) return undefined;
        path = found.next_page_uri;
      }
      if (path) throw new DependencyError("twilio", new Error("too many messages to look through"));
      return undefined;
    },

    ping: reachable("twilio", url, TIMEOUT_MS),
  };
};
