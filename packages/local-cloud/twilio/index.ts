import type { Context } from "hono";
import { z } from "zod";
import { frame, type StandIn, type StandInOptions } from "#cloud/frame/stand-in";
import { account as openAccount } from "./account";
import { accountRoutes } from "./account.routes";
import { Failure, injectedBody } from "./failure";
import { inboxRoutes } from "./inbox.routes";
import { type Message, messageStore, openDatabase } from "./message.store";
import { messageRoutes } from "./messages.routes";
import { webhooks } from "./webhooks";

export interface TwilioOptions extends StandInOptions {
  /** The id of the account, `AC` and 32 hexadecimal digits. `token` is its secret. */
  accountSid: string;
  /** The phone numbers and messaging services of the account. The first number receives messages. */
  senders: readonly [string, ...string[]];
  /** The address that receives inbound messages. */
  webhookUrl?: string;
  clock?: () => number;
  /** The pause before each retry of a webhook. */
  webhookRetryDelaysMs?: readonly number[];
}

const RETRY_DELAYS_MS = [500, 2000];
const DELIVERIES_SHOWN = 200;

const Inbound = z.strictObject({ from: z.string(), to: z.string().optional(), body: z.string() });

const booked = ({ sid, sender, recipient, ...message }: Message) => ({
  ...message,
  id: sid,
  from: sender,
  to: recipient,
});

/** Creates a stand-in for Twilio's messaging. It accepts SMS and shows them at `/inbox`. */
export const twilioStandIn = (options: TwilioOptions): StandIn => {
  const { accountSid, senders, token, webhookUrl: inboundUrl, clock = Date.now } = options;
  const db = openDatabase(options.dataDir);
  const messages = messageStore(db);
  const framed = frame({
    name: "twilio",
    books: () => ({
      messages: messages.all().map(booked),
      webhookDeliveries: queue.last(DELIVERIES_SHOWN),
    }),
    failureBody: injectedBody,
  });
  const { app, faults } = framed;
  const retryDelaysMs = options.webhookRetryDelaysMs ?? RETRY_DELAYS_MS;
  const queue = webhooks({ db, faults, token, retryDelaysMs });
  const { announce } = queue;
  const account = openAccount({ sid: accountSid, messages, announce, clock, inboundUrl });

  const answerFailure = (c: Context, failure: Failure) => c.json(failure.body, failure.status);
  app.onError((error, c) => {
    if (error instanceof Failure) return answerFailure(c, error);
    console.error(error);
    return answerFailure(c, new Failure(20500));
  });
  app.notFound((c) => answerFailure(c, new Failure(20404)));

  const root = `/2010-04-01/Accounts/${accountSid}`;
  const credentials = `Basic ${btoa(`${accountSid}:${token}`)}`;
  app.use("/2010-04-01/*", async (c, next) => {
    if (c.req.header("authorization") !== credentials) throw new Failure(20003);
    await next();
  });
  app.get(`${root}.json`, (c) => c.json({ sid: accountSid, status: "active", type: "Full" }));
  app.route(root, messageRoutes({ accountSid, senders, account, messages }));
  app.route(root, accountRoutes({ accountSid, senders, inboundUrl }));
  app.post("/_dev/inbound", async (c) => {
    const { from, to = senders[0], body } = Inbound.parse(await c.req.json());
    return c.json(booked(account.receive({ from, to, body })), 201);
  });
  app.get("/", (c) => c.redirect("/inbox"));
  app.route("/inbox", inboxRoutes(messages));
  return {
    ...framed,
    async close() {
      await queue.close();
      db.close();
    },
  };
};
