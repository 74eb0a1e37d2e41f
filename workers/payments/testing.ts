import { eq, isNull } from "drizzle-orm";
import Stripe from "stripe";
import { serveStandIn } from "#cloud/stand-in";
import { stripeStandIn } from "#cloud/stripe";
import type { PaymentRequest, RefundRequest } from "#contract/payments";
import type { Database } from "#db/client";
import {
  inbox,
  outbox as outboxRows,
  payments as paymentRows,
  refunds as refundRows,
} from "#db/payments/schema";
import { testDatabase } from "#db/testing";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { inCall, movableClock, recordingQueue } from "#kernel/testing";
import { requireIndexes } from "#payments/plans.testing";
import type { StripeProvider } from "#payments/stripe/compose";
import type { PaymentsEnv } from "./env";
import { compose } from "./index";

const TOKEN = "bodega-dev";
export const WEBHOOK_SECRETS = ["whsec_bodega-dev-old", "whsec_bodega-dev-new"] as const;

interface Intent {
  id: string;
  status: string;
  amount: number;
  currency: string;
  amountCaptured: number;
  metadata: { order_id?: string; payment_id?: string };
  idempotencyKey: string | null;
}
interface StripeState {
  paymentIntents: Intent[];
  captures: { paymentIntent: string; amount: number; idempotencyKey: string | null }[];
  refunds: {
    id: string;
    paymentIntent: string;
    amount: number;
    status: string;
    idempotencyKey: string | null;
    metadata: { refund_id?: string };
  }[];
}

/** Returns an order's request for a payment: twenty-five euros by card. */
export const orderOf = (token: string | null = "pm_card_visa"): PaymentRequest => ({
  orderId: newId("order"),
  attempt: 1,
  orderNumber: "ORD-0000000042",
  amount: money(2500, "EUR"),
  method: "card",
  token,
  returnUrl: "https://shop.test/thanks",
});

/** Returns the request for a refund of an order's first payment. */
export const refundFor = (orderId: string, amountMinor = 1000): RefundRequest => ({
  refundId: newId("refund"),
  orderId,
  attempt: 1,
  amount: money(amountMinor, "EUR"),
  reason: "requested_by_customer",
});

/** Returns the error code of work that fails. */
export const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (err: { code?: string }) => err.code ?? String(err),
  );

const jsonOf = async <T>(url: string) => (await (await fetch(url)).json()) as T;

/** Stripe's stand-in, with methods that read and change its state. */
const testStripe = (nowMs: () => number) => {
  const cloud = stripeStandIn({
    dataDir: ":memory:",
    token: TOKEN,
    webhookSecret: WEBHOOK_SECRETS[0],
    clock: nowMs,
  });
  const server = serveStandIn(cloud, 0);
  const client = new Stripe(TOKEN, {
    host: "127.0.0.1",
    port: new URL(server.url).port,
    protocol: "http",
    maxNetworkRetries: 0,
  });
  const books = () => jsonOf<StripeState>(`${server.url}/_dev/books`);
  const intentsOf = async (orderId: string) =>
    (await books()).paymentIntents.filter(({ metadata }) => metadata.order_id === orderId);

  return {
    cloudUrl: server.url,
    faults: cloud.faults,
    /** Stripe's official client. */
    client,
    books,
    intentsOf,
    capturesOf: async (orderId: string) => {
      const refs = (await intentsOf(orderId)).map(({ id }) => id);
      const { captures } = await books();
      return captures.filter(({ paymentIntent }) => refs.includes(paymentIntent));
    },
    refundsAt: async (orderId: string) => {
      const refs = (await intentsOf(orderId)).map(({ id }) => id);
      const { refunds } = await books();
      return refunds.filter(({ paymentIntent }) => refs.includes(paymentIntent));
    },
    journal: async () => {
      const { entries } = await jsonOf<{ entries: { method: string; path: string }[] }>(
        `${server.url}/_dev/journal`,
      );
      return entries;
    },
    /** Returns Stripe's event of a type about an intent. */
    eventOf: async (ref: string, type: string) => {
      const events = await client.events.list({ type, limit: 100 });
      const event = events.data.find(({ data }) => (data.object as { id: string }).id === ref);
      if (!event) throw new Error(`Stripe has no ${type} about ${ref}`);
      return { id: event.id, body: JSON.stringify(event, null, 2) };
    },
    signed: (body: string, secret: string, atMs: number) =>
      client.webhooks.generateTestHeaderStringAsync({
        payload: body,
        secret,
        timestamp: Math.floor(atMs / 1000),
      }),
    /** Answers the bank's page as the buyer. */
    authenticate: (ref: string, outcome: "success" | "failure") =>
      fetch(`${server.url}/_dev/intents/${ref}/authenticate`, {
        method: "POST",
        body: JSON.stringify({ outcome }),
      }),
    /** Drops the next answer to a change of these objects, after it has taken effect. */
    loseAnswer: (pathPrefix = "/v1/payment_intents") =>
      cloud.faults.set({
        seed: 1,
        rules: [
          {
            match: { method: "POST", pathPrefix },
            kind: "apply-then-drop",
            rate: 1,
            times: 1,
          },
        ],
      }),
    stopStripe: server.stop,
  };
};

/** Returns the payments whose refunded sum is not that of their refunds. */
const refundDrift = async (db: Database) => {
  const refunds = await db.write.select().from(refundRows);
  const sumOf = (id: string) =>
    refunds
      .filter(({ paymentId, state }) => paymentId === id && state !== "failed")
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const payments = await db.write.select().from(paymentRows);
  return payments
    .map(({ id, refundedMinor }) => ({ id, refundedMinor, sum: sumOf(id) }))
    .filter(({ refundedMinor, sum }) => refundedMinor !== sum);
};

/** Starts the Worker on a real database and Stripe's stand-in, with one clock for all. */
export const testPayments = async (changes: Partial<PaymentsEnv> = {}) => {
  const clock = movableClock(Date.now());
  const database = await testDatabase("payments");
  const { db } = database;
  const { stopStripe, ...stripe } = testStripe(clock.now);
  const queue = recordingQueue();
  const env: PaymentsEnv = {
    ENVIRONMENT: "test",
    VERSION: "1.2.3",
    PUBLIC_URL: "https://shop.test",
    STOREFRONT_URL: "https://shop.test/",
    QSTASH_URL: "http://127.0.0.1:9",
    QSTASH_TOKEN: TOKEN,
    PAYMENTS_DB_URL: database.address.url,
    PAYMENTS_DB_TOKEN: database.address.token,
    STRIPE_URL: stripe.cloudUrl,
    MANUAL_PAYMENTS: "on",
    STRIPE_SECRET_KEY: TOKEN,
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRETS.join(","),
    ...changes,
  };
  const worker = compose(env, { clock, queue });
  const { app, payments } = worker;

  /** Returns the types of an order's events that meet a condition, oldest first. */
  const eventsOf = async (orderId: string, condition?: ReturnType<typeof isNull>) => {
    const rows = await db.write
      .select()
      .from(outboxRows)
      .where(condition)
      .orderBy(outboxRows.createdAt);
    return rows
      .filter(({ envelope }) => (envelope.data as { orderId: string }).orderId === orderId)
      .map(({ type }) => type);
  };

  return {
    ...worker,
    ...stripe,
    env,
    clock,
    db,
    queue,
    /** Another isolate of the Worker. A test may replace methods of its provider. */
    isolate: (changes: Partial<StripeProvider>) =>
      compose(env, { clock, queue, stripe: { ...worker.stripe, ...changes } }),

    /** Composes the Worker with these variables, on the same database. */
    composeWith: (variables: PaymentsEnv) => compose(variables, { clock, queue }),

    authorise: (request = orderOf()) => inCall(() => payments.authorise(request)),
    refresh: (orderId: string, attempt = 1) => inCall(() => payments.refresh({ orderId, attempt })),
    capture: (orderId: string) => inCall(() => payments.capture(orderId)),
    /** Captures a new order's payment by a card. Returns the order's id. */
    paid: async (token = "pm_card_visa") => {
      const request = orderOf(token);
      await inCall(() => payments.authorise(request));
      await inCall(() => payments.capture(request.orderId));
      return request.orderId;
    },
    refund: (request: RefundRequest) => inCall(() => worker.refunds.refund(request)),
    refundsOf: (orderId: string) => inCall(() => worker.refunds.refundsOf([orderId])),
    cancel: (orderId: string, attempt = 1) => inCall(() => payments.cancel({ orderId, attempt })),

    databaseCalls: async () =>
      (await jsonOf<{ entries: unknown[] }>(`${database.cloudUrl}/_dev/journal`)).entries.length,

    /** Makes the events of a payment overdue. */
    overdue: (paymentId: string) =>
      db.write.update(outboxRows).set({ dueAt: 1 }).where(eq(outboxRows.subject, paymentId)),
    /** Makes a payment due for the sweep. */
    makeDue: (orderId: string) =>
      db.write.update(paymentRows).set({ checkAfter: 0 }).where(eq(paymentRows.orderId, orderId)),

    /** Makes a pending refund due for the sweep. */
    makeRefundDue: (refundId: string) =>
      db.write.update(refundRows).set({ checkAfter: 0 }).where(eq(refundRows.id, refundId)),

    events: (orderId: string) => eventsOf(orderId),
    unacknowledged: (orderId: string) => eventsOf(orderId, isNull(outboxRows.acknowledgedAt)),
    rowOf: async (orderId: string, attempt = 1) => {
      const row = await worker.store.find({ orderId, attempt });
      if (!row) throw new Error(`${orderId} has no payment`);
      return row;
    },
    receipts: async () => (await db.write.select().from(inbox)).map(({ eventId }) => eventId),

    /** Sends a webhook as Stripe does, or with another signature. */
    webhook: async (body: string, signature?: string) =>
      inCall(async () =>
        app.request("/webhooks/stripe", {
          method: "POST",
          body,
          headers: {
            "stripe-signature":
              signature ?? (await stripe.signed(body, WEBHOOK_SECRETS[0], clock.now())),
          },
        }),
      ),
    /** Stops the stand-ins. Fails if a refunded sum differs from the refunds of its payment, or an index is missing. */
    stop: async () => {
      await requireIndexes(database.cloudUrl);
      const drift = await refundDrift(db);
      await stopStripe();
      await database.stop();
      if (drift.length > 0) throw new Error(`refunded sums differ: ${JSON.stringify(drift)}`);
    },
  };
};
export type TestPayments = Awaited<ReturnType<typeof testPayments>>;
