import { type Context, Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Account } from "./account";
import { Failure } from "./failure";
import { readMessage } from "./message";
import type { Message, MessageStore } from "./message.store";

interface Parts {
  accountSid: string;
  senders: readonly string[];
  account: Account;
  messages: MessageStore;
}

const PAGE_DEFAULT = 50;
const PAGE_MAX = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Formats a time as Twilio does (RFC 2822): `Fri, 27 Nov 2026 10:00:00 +0000`. */
const vendorTime = (ms: number) => new Date(ms).toUTCString().replace("GMT", "+0000");

const viewOf = (accountSid: string) => (message: Message) => {
  const { sid, direction, sender, recipient, body, status, errorCode, at } = message;
  const isService = sender.startsWith("MG");
  return {
    account_sid: accountSid,
    api_version: "2010-04-01",
    body,
    date_created: vendorTime(at),
    date_sent: status === "queued" ? null : vendorTime(at),
    date_updated: vendorTime(at),
    direction,
    error_code: errorCode,
    error_message: null,
    from: isService ? null : sender,
    messaging_service_sid: isService ? sender : null,
    num_media: "0",
    num_segments: "1",
    price: null,
    price_unit: "USD",
    sid,
    status,
    subresource_uris: {
      media: `/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media.json`,
    },
    to: recipient,
    uri: `/2010-04-01/Accounts/${accountSid}/Messages/${sid}.json`,
  };
};

const dayOf = (text: string | undefined) => {
  const ms = text === undefined ? undefined : Date.parse(text);
  if (Number.isNaN(ms)) throw new Failure(20001);
  return ms;
};

/** Returns the times that the filters `DateSent`, `DateSent>` and `DateSent<` leave. They count whole days. */
const timesOf = (c: Context) => {
  const on = dayOf(c.req.query("DateSent"));
  const before = dayOf(c.req.query("DateSent<"));
  if (on !== undefined) return { fromMs: on, untilMs: on + DAY_MS };
  return {
    fromMs: dayOf(c.req.query("DateSent>")),
    untilMs: before === undefined ? undefined : before + DAY_MS,
  };
};

const pageSize = (text: string | undefined) => {
  const size = text === undefined ? PAGE_DEFAULT : Number(text);
  if (!Number.isInteger(size) || size < 1) throw new Failure(20001);
  return Math.min(size, PAGE_MAX);
};

/** Serves the messages of the account: create, list, read. */
export const messageRoutes = ({ accountSid, senders, account, messages }: Parts) => {
  const app = new Hono<StandInEnv>();
  const view = viewOf(accountSid);

  app.post("/Messages.json", async (c) => {
    const message = readMessage(new URLSearchParams(await c.req.text()), senders);
    c.set("summary", `SMS to ${message.to}`);
    // The answer comes before the message is sent.
    return c.json(
      { ...view({ ...account.send(message), status: "queued", errorCode: null }) },
      201,
    );
  });

  app.get("/Messages.json", (c) => {
    const limit = pageSize(c.req.query("PageSize"));
    const token = c.req.query("PageToken");
    const page = Number(c.req.query("Page") ?? 0);
    const { messages: found, hasMore } = messages.page({
      limit,
      recipient: c.req.query("To"),
      sender: c.req.query("From"),
      olderThan: token === undefined ? undefined : messages.find(token.slice("PA".length))?.seq,
      ...timesOf(c),
    });
    const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
    const uriOf = (changes: Record<string, string>) =>
      `${path}?${new URLSearchParams({ ...c.req.query(), PageSize: String(limit), ...changes })}`;
    const last = found.at(-1);
    return c.json({
      messages: found.map(view),
      first_page_uri: uriOf({ Page: "0" }),
      next_page_uri:
        hasMore && last ? uriOf({ Page: String(page + 1), PageToken: `PA${last.sid}` }) : null,
      previous_page_uri: null,
      uri: uriOf({ Page: String(page) }),
      page,
      page_size: limit,
      start: 0,
      end: Math.max(0, found.length - 1),
    });
  });

  app.get("/Messages/:file", (c) => {
    const message = messages.find(c.req.param("file").replace(/\.json$/, ""));
    if (!message) throw new Failure(20404);
    return c.json(view(message));
  });
  return app;
};
