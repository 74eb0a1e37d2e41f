import { resendStandIn } from "#cloud/resend";
import { serveStandIn } from "#cloud/stand-in";
import type { CatalogRpc, StockAlertMail } from "#contract/catalog";
import type { MessageKind } from "#contract/notifications";
import type { MailedOrder, OrdersRpc } from "#contract/orders";
import type { ChallengeMail, Contact, ErasureNotice, UsersRpc } from "#contract/users";
import { inbox, messages as messageRows, outbox, suppressions } from "#db/notifications/schema";
import { testDatabase } from "#db/testing";
import { outboxOf } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import { inCall, movableClock, recordingQueue, stubRpc } from "#kernel/testing";
import { inMemorySettings } from "#workers/settings/testing";
import { compose } from "./index";
import { messagesStore } from "./messages.store";
import { orderOf } from "./order.testing";
import { startTwilio } from "./sms/twilio.testing";
import { startReceiver } from "./webhooks.testing";

const TOKEN = "bodega-dev";
/** Two, as during a rotation. */
export const WEBHOOK_SECRETS = ["whsec_bodega-dev", "whsec_bodega-dev-older"] as const;
export const STOREFRONT_URL = "https://shop.test/";

export interface SentMail {
  id: string;
  from: string;
  replyTo: string[];
  to: string[];
  subject: string;
  html: string;
  text: string;
  idempotencyKey: string;
}

/** Starts the Worker on a real database and Resend's stand-in, with one clock. */
export const testNotifications = async () => {
  const clock = movableClock(Date.now());
  const database = await testDatabase("notifications");
  const { db } = database;
  const receiver = startReceiver();
  const cloud = resendStandIn({
    dataDir: ":memory:",
    token: TOKEN,
    clock: clock.now,
    webhookUrl: receiver.addressOf("resend"),
    webhookSecrets: WEBHOOK_SECRETS.slice(0, 1),
    webhookEvents: ["email.bounced", "email.complained"],
    webhookRetryDelaysMs: [1, 1],
  });
  const server = serveStandIn(cloud, 0);
  const twilio = startTwilio({ clock: clock.now, webhookUrl: receiver.addressOf("twilio") });
  const settings = inMemorySettings();
  const orders = new Map<string, MailedOrder>();
  const contacts = new Map<string, Contact>();
  const challenges = new Map<string, ChallengeMail>();
  const erasureNotices = new Map<string, ErasureNotice>();
  const orderIds = new Map<string, string[]>();
  const stockAlerts = new Map<string, StockAlertMail>();
  const stoppedPhones: string[] = [];
  const env = {
    ENVIRONMENT: "test",
    VERSION: "1.2.3",
    NOTIFICATIONS_DB_URL: database.address.url,
    NOTIFICATIONS_DB_TOKEN: database.address.token,
    RESEND_URL: server.url,
    RESEND_API_KEY: TOKEN,
    RESEND_WEBHOOK_SECRET: WEBHOOK_SECRETS.join(),
    SUPPRESSION_SECRET: TOKEN,
    STOREFRONT_URL,
    MAIL_PER_SECOND: "4",
    QSTASH_URL: "http://127.0.0.1:9",
    QSTASH_TOKEN: TOKEN,
    PUBLIC_URL: receiver.publicUrl,
    TWILIO_URL: twilio.url,
    TWILIO_ACCOUNT_SID: twilio.accountSid,
    TWILIO_AUTH_TOKEN: TOKEN,
    TWILIO_FROM: twilio.from,
    SETTINGS: settings.rpc,
    USERS: stubRpc<UsersRpc>("users", {
      contact: async (userId) => contacts.get(userId) ?? null,
      challengeMail: async (challengeId) => challenges.get(challengeId) ?? null,
      erasureNotice: async (userId) => erasureNotices.get(userId) ?? null,
      erasureNoticeSent: async (userId) => void erasureNotices.delete(userId),
      smsStopped: async (phone) => void stoppedPhones.push(phone),
    }),
    CATALOG: stubRpc<CatalogRpc>("catalog", {
      stockAlertMail: async (alertId) => stockAlerts.get(alertId) ?? null,
    }),
    ORDERS: stubRpc<OrdersRpc>("orders", {
      orderForMail: async (orderId) => orders.get(orderId) ?? null,
      orderIds: async (userId) => orderIds.get(userId) ?? [],
    }),
  };
  const queue = recordingQueue();
  const worker = compose(env, { clock, queue });
  const store = messagesStore({ db, outbox: outboxOf({ db, table: outbox, queue }) });
  const forward = (request: Request) => inCall(async () => worker.app.request(request));
  receiver.setWorker(forward);

  return {
    ...worker,
    env,
    clock,
    queue,
    /** Composes the Worker with other variables. */
    composeWith: (changes: Partial<typeof env>) =>
      compose({ ...env, ...changes }, { clock, queue }),
    settings: settings.state,
    faults: cloud.faults,
    place(changes: Partial<MailedOrder> = {}) {
      const order = orderOf(changes);
      orders.set(order.id, order);
      return order;
    },
    register(name = "Ada Lovelace", email = "ada@example.test", smsPhone: string | null = null) {
      const userId = newId("user");
      contacts.set(userId, { userId, name, email, smsPhone });
      return userId;
    },
    contacts,
    challenges,
    erasureNotices,
    stockAlerts,
    orders,
    /** The ids of an account's orders, by account. */
    orderIds,
    mails: async () => {
      const books = await (await fetch(`${server.url}/_dev/books`)).json();
      return (books as { mails: SentMail[] }).mails;
    },
    /** Begins an attempt that never ends, as if the process had died. */
    begin: (kind: MessageKind, subject: string) =>
      store.begin(
        { id: newId("message"), kind, subject, userId: null, orderId: null, detail: null },
        { nowMs: clock.now() },
      ),
    /** Twilio: its faults, the SMS that it has sent, newest last, and what phones write. */
    twilio,
    /** The phones whose accounts no longer agree to SMS. */
    stoppedPhones,
    tries: async () => {
      const journal = await (await fetch(`${server.url}/_dev/journal`)).json();
      return (journal as { entries: { requestId?: string }[] }).entries;
    },
    events: () => db.write.select().from(outbox),
    rows: () => db.write.select().from(messageRows),
    receipts: async () => (await db.write.select().from(inbox)).map(({ eventId }) => eventId),
    suppressions: () => db.write.select().from(suppressions),
    /** The address that receives the stand-in's webhooks about bounces and complaints. */
    webhooks: {
      accepted: receiver.accepted,
      /** Refuses the next webhook, as if the shop were down. */
      refuseNext: () =>
        receiver.setWorker(async () => {
          receiver.setWorker(forward);
          return new Response(null, { status: 503 });
        }),
    },
    stop: async () => {
      await server.stop();
      await twilio.stop();
      await receiver.stop();
      await database.stop();
    },
  };
};
export type TestNotifications = Awaited<ReturnType<typeof testNotifications>>;
