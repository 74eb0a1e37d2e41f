import { eq, isNull } from "drizzle-orm";
import Stripe from "stripe";
import { serveStandIn } from "#cloud/stand-in";
import { stripeStandIn } from "#cloud/stripe";
import type { PaymentRequest } from "#contract/payments";
import { inbox, outbox as outboxRows, payments as paymentRows } from "#db/payments/schema";
import { testDatabase } from "#db/testing";
import { newApp } from "#kernel/app";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { outboxOf } from "#kernel/outbox";
import { inCall, movableClock, recordingQueue } from "#kernel/testing";
import { declinedCardsService } from "./declined-cards.service";
import { declinedCardsStore } from "./declined-cards.store";
import { nothingDue } from "./nothing-due.rules";
import { noticesService } from "./webhooks.service";
import { paymentsService } from "./payments.service";
import { paymentsStore } from "./payments.store";
import type { PaymentProvider } from "./provider.port";
import { retentionService } from "./retention.service";
import { webhookRoutes } from "./webhooks.routes";
import { settlingService } from "./provider-state.service";
import { stripeProvider } from "./stripe.client";

const TOKEN = "bodega-dev";
export const WEBHOOK_SECRETS = ["whsec_old", "whsec_new"] as const;

interface Intent {
  id: string;
  status: string;
  amount: number;
  currency: string;
  amountCaptured: number;
  metadata: { order_id?: string; payment_id?: string };
  idempotencyKey: string | null;
}
interface StripeBooks {
  paymentIntents: Intent[];
  captures: { paymentIntent: string; amount: number; idempotencyKey: string | null }[];
}

/** What an order asks for: twenty-five euros by card. */
export const orderOf = (token: string | null = "pm_card_visa"): PaymentRequest => ({
  orderId: newId("order"),
  orderNumber: "ORD-0000000042",
  amount: money(2500, "EUR"),
  method: "card",
  token,
  returnUrl: "https://shop.test/thanks",
});

/** The payments' services over a real database and Stripe's stand-in, on one clock. */
export const testPayments = async () => {
  const clock = movableClock(Date.now());
  const database = await testDatabase("payments");
  const { db } = database;
  const cloud = stripeStandIn({
    dataDir: ":memory:",
    token: TOKEN,
    webhookSecret: WEBHOOK_SECRETS[0],
    clock: clock.now,
  });
  const server = serveStandIn(cloud, 0);
  const queue = recordingQueue();
  const outbox = outboxOf({ db, table: outboxRows, queue });
  const store = paymentsStore({ db });
  const cards = declinedCardsStore({ db });
  const stripe = stripeProvider({
    url: server.url,
    secretKey: TOKEN,
    webhookSecrets: WEBHOOK_SECRETS,
    clock,
  });

  /** The services of one isolate; a test may put something between them and Stripe. */
  const isolate = (provider: PaymentProvider = stripe) => {
    const providers = { none: nothingDue, stripe: provider };
    const declinedCards = declinedCardsService({ store: cards, providers, secret: TOKEN });
    const settling = settlingService({ store, declinedCards, outbox, providers, clock });
    const returnUrl = "https://shop.test/";
    return {
      settling,
      payments: paymentsService({ store, settling, providers, clock, returnUrl }),
      retain: retentionService({ store, providers, clock }),
    };
  };
  const { payments, settling, retain } = isolate();
  const app = newApp();
  webhookRoutes(app, noticesService({ store, settling, provider: stripe, clock }));

  const dev = (path: string, init: RequestInit = {}) => fetch(`${server.url}/_dev${path}`, init);
  const client = new Stripe(TOKEN, {
    host: "127.0.0.1",
    port: new URL(server.url).port,
    protocol: "http",
    maxNetworkRetries: 0,
  });

  const signed = (body: string, secret: string, atMs: number) =>
    client.webhooks.generateTestHeaderStringAsync({
      payload: body,
      secret,
      timestamp: Math.floor(atMs / 1000),
    });

  return {
    payments,
    retain,
    isolate,
    store,
    cards,
    stripe,
    /** Stripe as its official client sees it. */
    client,
    clock,
    db,
    queue,
    outbox,
    cloudUrl: server.url,
    database: database.address,
    faults: cloud.faults,
    signed,

    books: async () => (await (await dev("/books")).json()) as StripeBooks,
    journal: async () =>
      ((await (await dev("/journal")).json()) as { entries: { method: string; path: string }[] })
        .entries,
    databaseCalls: async () =>
      ((await (await fetch(`${database.cloudUrl}/_dev/journal`)).json()) as { entries: unknown[] })
        .entries.length,
    /** What the buyer does on the bank's page. */
    authenticate: (ref: string, outcome: "success" | "failure") =>
      dev(`/intents/${ref}/authenticate`, { method: "POST", body: JSON.stringify({ outcome }) }),

    /** As if what was announced of a payment had waited for long. */
    overdue: (paymentId: string) =>
      db.write.update(outboxRows).set({ dueAt: 1 }).where(eq(outboxRows.subject, paymentId)),

    /** Every announced event of an order, oldest first. */
    events: async (orderId: string) => {
      const rows = await db.write.select().from(outboxRows).orderBy(outboxRows.createdAt);
      return rows
        .filter(({ envelope }) => (envelope.data as { orderId: string }).orderId === orderId)
        .map(({ type }) => type);
    },
    /** What was announced of an order and not acknowledged yet. */
    unheard: async (orderId: string) => {
      const rows = await db.write
        .select()
        .from(outboxRows)
        .where(isNull(outboxRows.acknowledgedAt));
      return rows
        .filter(({ envelope }) => (envelope.data as { orderId: string }).orderId === orderId)
        .map(({ type }) => type);
    },
    rowOf: async (orderId: string) => {
      const [row] = await db.write
        .select()
        .from(paymentRows)
        .where(eq(paymentRows.orderId, orderId));
      if (!row) throw new Error(`${orderId} has no payment`);
      return row;
    },
    receipts: async () => (await db.write.select().from(inbox)).map(({ eventId }) => eventId),
    makeDue: (orderId: string) =>
      db.write.update(paymentRows).set({ checkAfter: 0 }).where(eq(paymentRows.orderId, orderId)),

    /** A webhook as Stripe sends it, unless the test spoils it. */
    webhook: async (body: string, signature?: string) =>
      inCall(async () =>
        app.request("/webhooks/stripe", {
          method: "POST",
          body,
          headers: {
            "stripe-signature": signature ?? (await signed(body, WEBHOOK_SECRETS[0], clock.now())),
          },
        }),
      ),
    app,
    stop: async () => {
      await server.stop();
      await database.stop();
    },
  };
};
export type TestPayments = Awaited<ReturnType<typeof testPayments>>;
