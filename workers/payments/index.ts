import { WorkerEntrypoint } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type { PaymentRequest, PaymentsRpc } from "#contract/payments";
import { connect } from "#db/client";
import { outbox as outboxRows } from "#db/payments/schema";
import { newApp } from "#kernel/app";
import type { Trace } from "#kernel/call";
import { systemClock as clock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { outboxOf } from "#kernel/outbox";
import { qstashQueue } from "#kernel/queue.client";
import { batchesService } from "./batches.service";
import { declinedCardsService } from "./declined-cards.service";
import { declinedCardsStore } from "./declined-cards.store";
import { type PaymentsEnv, PaymentsVars } from "./env";
import { paymentHearings } from "./events";
import { nothingDue } from "./nothing-due.rules";
import { noticesService } from "./webhooks.service";
import { paymentsService } from "./payments.service";
import { paymentsStore } from "./payments.store";
import { retentionService } from "./retention.service";
import { webhookRoutes } from "./webhooks.routes";
import { settlingService } from "./provider-state.service";
import { stripeProvider } from "./stripe.client";

const compose = (env: PaymentsEnv) => {
  const vars = parseEnv("payments", PaymentsVars, env);
  const db = connect({ url: vars.PAYMENTS_DB_URL, token: vars.PAYMENTS_DB_TOKEN });
  const queue = qstashQueue({
    url: vars.QSTASH_URL,
    token: vars.QSTASH_TOKEN,
    destination: `${vars.PUBLIC_URL}/events`,
    mailPerSecond: vars.MAIL_PER_SECOND,
  });
  const outbox = outboxOf({ db, table: outboxRows, queue });
  const store = paymentsStore({ db });
  const stripe = stripeProvider({
    url: vars.STRIPE_URL,
    secretKey: vars.STRIPE_SECRET_KEY,
    webhookSecrets: vars.STRIPE_WEBHOOK_SECRET.split(","),
    clock,
  });

  const providers = { none: nothingDue, stripe };
  const cards = declinedCardsStore({ db });
  const secret = vars.STRIPE_SECRET_KEY;
  const declinedCards = declinedCardsService({ store: cards, providers, secret });
  const settling = settlingService({ store, declinedCards, outbox, providers, clock });
  const returnUrl = vars.STOREFRONT_URL;
  const payments = paymentsService({ store, settling, providers, clock, returnUrl });

  const retain = retentionService({ store, providers, clock });

  const app = newApp();
  webhookRoutes(app, noticesService({ store, settling, provider: stripe, clock }));

  return {
    app,
    version: vars.VERSION,
    checks: [
      { name: "libsql", ask: () => db.read.run(sql`select 1`) },
      { name: "stripe", optional: true, ask: () => stripe.ping() },
    ],
    hearings: paymentHearings(payments),
    outbox,
    payments,
    batches: batchesService({ store, payments }),
    sweep: async () => ({
      ...(await payments.sweep()),
      ...(await retain()),
      declinedCardsDeleted: await cards.deleteExpired(),
      receiptsPruned: await store.pruneReceipts(clock.now()),
    }),
  };
};

export default class Payments
  extends entrypoint(WorkerEntrypoint<PaymentsEnv>, "payments", compose)
  implements PaymentsRpc
{
  authorise(request: PaymentRequest, trace: Trace) {
    return this.run(trace, ({ payments }) => payments.authorise(request));
  }

  authoriseAll(requests: PaymentRequest[], trace: Trace) {
    return this.run(trace, ({ batches }) => batches.authoriseAll(requests));
  }

  refreshAll(orderIds: string[], trace: Trace) {
    return this.run(trace, ({ batches }) => batches.refreshAll(orderIds));
  }

  captureAll(orderIds: string[], trace: Trace) {
    return this.run(trace, ({ batches }) => batches.captureAll(orderIds));
  }

  endAll(orderIds: string[], trace: Trace) {
    return this.run(trace, ({ batches }) => batches.endAll(orderIds));
  }

  ofOrders(orderIds: string[], trace: Trace) {
    return this.run(trace, ({ payments }) => payments.ofOrders(orderIds));
  }
}
