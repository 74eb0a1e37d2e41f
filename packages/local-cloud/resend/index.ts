import type { Context } from "hono";
import { frame, type StandIn, type StandInOptions } from "#cloud/frame/stand-in";
import { domainRoutes, type SenderDomain } from "./domains.routes";
import { emailRoutes } from "./email.routes";
import { Failure, injectedBody } from "./failure";
import { Idempotency } from "./idempotency";
import { inboxRoutes } from "./inbox.routes";
import { MailStore, openDatabase } from "./mail.store";
import { EVENT_TYPES, type EventType } from "./outcomes";
import { rateLimit } from "./rate-limit";
import { webhooks } from "./webhooks";

/** Higher than Resend's default limit, because a shop under load test sends more from one machine. */
const REQUESTS_PER_SECOND = 1_000;

export interface ResendOptions extends StandInOptions {
  clock?: () => number;
  requestsPerSecond?: number;
  /** The domains of the account. */
  domains?: readonly SenderDomain[];
  /** A key with sending access, beside `token`, which has full access. */
  sendingToken?: string;
  /** The address that receives webhooks. */
  webhookUrl?: string;
  /** The secrets that sign webhooks: one, or two during a rotation. */
  webhookSecrets?: readonly string[];
  /** The events that are sent to `webhookUrl`; all by default. */
  webhookEvents?: readonly EventType[];
  /** The pause before each retry of a webhook. */
  webhookRetryDelaysMs?: readonly number[];
}

/** Shorter than Resend's pauses of 5 seconds to 10 hours. */
const RETRY_DELAYS_MS = [500, 2000];
const DELIVERIES_SHOWN = 200;

const receiverOf = ({ webhookUrl, webhookSecrets = [], webhookEvents }: ResendOptions) =>
  webhookUrl
    ? { url: webhookUrl, secrets: webhookSecrets, events: webhookEvents ?? EVENT_TYPES }
    : undefined;

/** https://resend.com/docs/api-reference/webhooks/list-webhooks */
const listedWebhooks = (options: ResendOptions) => {
  const receiver = receiverOf(options);
  const of = { id: "4dd369bc-aa82-4ff3-97de-514ae3000ee0", status: "enabled" };
  const created_at = "2026-01-01T00:00:00.000Z";
  const data = receiver
    ? [{ ...of, created_at, endpoint: receiver.url, events: receiver.events }]
    : [];
  return { object: "list", has_more: false, data };
};

const books = (mails: MailStore) => ({
  mails: mails.all().map(({ id, at, idempotencyKey, message }) => ({
    id,
    at,
    from: message.from,
    to: message.to,
    cc: message.cc ?? [],
    bcc: message.bcc ?? [],
    replyTo: message.reply_to ?? [],
    subject: message.subject,
    html: message.html ?? null,
    text: message.text ?? null,
    headers: message.headers ?? {},
    tags: message.tags ?? [],
    idempotencyKey,
  })),
});

/** Throws unless the key exists and may make the call: a key with sending access only sends. */
const checkKey = (c: Context, { token, sendingToken }: ResendOptions) => {
  const authorization = c.req.header("authorization");
  if (!authorization)
    throw new Failure("missing_api_key", "Missing API key in the authorization header.");
  if (authorization === `Bearer ${token}`) return;
  if (sendingToken === undefined || authorization !== `Bearer ${sendingToken}`)
    throw new Failure("invalid_api_key", "API key is invalid");
  if (c.req.method !== "POST" || !c.req.path.startsWith("/emails"))
    throw new Failure("restricted_api_key", "This API key is restricted to only send emails");
};

/** Creates a stand-in for Resend. It accepts mails and shows them at `/inbox`. */
export const resendStandIn = (options: ResendOptions): StandIn => {
  const { clock = Date.now, requestsPerSecond = REQUESTS_PER_SECOND } = options;
  const db = openDatabase(options.dataDir);
  const mails = new MailStore(db);
  const framed = frame({
    name: "resend",
    books: () => ({ ...books(mails), webhookDeliveries: queue.last(DELIVERIES_SHOWN) }),
    failureBody: injectedBody,
  });
  const { app, faults } = framed;
  const queue = webhooks({
    db,
    clock,
    faults,
    receiver: receiverOf(options),
    retryDelaysMs: options.webhookRetryDelaysMs ?? RETRY_DELAYS_MS,
  });

  app.onError((error, c) => {
    if (error instanceof Failure) return c.json(error.body, error.status);
    console.error(error);
    const failure = new Failure("internal_server_error", "Internal server error.");
    return c.json(failure.body, failure.status);
  });
  app.notFound((c) => {
    const failure = new Failure("not_found", "The requested endpoint does not exist");
    return c.json(failure.body, failure.status);
  });
  const limit = rateLimit(requestsPerSecond, clock);
  for (const path of ["/emails/*", "/domains/*", "/webhooks"]) {
    app.use(path, async (c, next) => {
      checkKey(c, options);
      await next();
    });
    app.use(path, limit);
  }
  app.route("/domains", domainRoutes(options.domains ?? []));
  app.get("/webhooks", (c) => c.json(listedWebhooks(options)));
  const { announce } = queue;
  const idempotency = new Idempotency(db, clock);
  app.route("/emails", emailRoutes({ mails, idempotency, announce, clock }));
  app.get("/", (c) => c.redirect("/inbox"));
  app.route("/inbox", inboxRoutes(mails));
  return {
    ...framed,
    async close() {
      await queue.close();
      db.close();
    },
  };
};
