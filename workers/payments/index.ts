import { WorkerEntrypoint } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type { PaymentRef, PaymentRequest, PaymentsRpc } from "#contract/payments";
import { connect } from "#db/client";
import { outbox as outboxRows } from "#db/payments/schema";
import type { Trace } from "#kernel/call";
import { type Clock, systemClock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { outboxOf } from "#kernel/events/outbox";
import { type Queue, qstashQueue } from "#kernel/events/queue.client";
import { newApp } from "#kernel/routes/app";
import { declinedCardsService } from "#payments/declined-cards/declined-cards.service";
import { declinedCardsStore } from "#payments/declined-cards/declined-cards.store";
import { stripeProvider } from "#payments/stripe/stripe.client";
import { gaugesStore } from "#workers/payments/gauges/gauges.store";
import { batchesService } from "./batches.service";
import { type PaymentsEnv, PaymentsVars } from "./env";
import { paymentHandlers } from "./events";
import { nothingDue } from "./nothing-due.rules";
import { paymentsService } from "./payments.service";
import { paymentsStore } from "./payments.store";
import type { PaymentProvider, WebhookReader } from "./provider.port";
import { providerStateService } from "./provider-state.service";
import { retentionService } from "./retention.service";
import { sweepService } from "./sweep.service";
import { webhookRoutes } from "./webhooks.routes";
import { webhooksService } from "./webhooks.service";

/** Dependencies that tests replace. */
interface Overrides {
  clock?: Clock;
  queue?: Queue;
  stripe?: PaymentProvider & WebhookReader;
}

export const compose = (env: PaymentsEnv, overrides: Overrides = {}) => {
  const vars = parseEnv("payments", PaymentsVars, env);
  const { clock = systemClock } = overrides;
  const db = connect({ url: vars.PAYMENTS_DB_URL, token: vars.PAYMENTS_DB_TOKEN });
  const queue =
    overrides.queue ??
    qstashQueue({
      url: vars.QSTASH_URL,
      token: vars.QSTASH_TOKEN,
      destination: `${vars.PUBLIC_URL}/events`,
      mailPerSecond: vars.MAIL_PER_SECOND,
    });
  const stripe =
    overrides.stripe ??
    stripeProvider({
      url: vars.STRIPE_URL,
      secretKey: vars.STRIPE_SECRET_KEY,
      webhookSecrets: vars.STRIPE_WEBHOOK_SECRET.split(","),
      clock,
    });
  const providers = { none: nothingDue, stripe };

  const outbox = outboxOf({ db, table: outboxRows, queue });
  const store = paymentsStore({ db });
  const cards = declinedCardsStore({ db });
  const declinedCards = declinedCardsService({
    store: cards,
    providers,
    secret: vars.STRIPE_SECRET_KEY,
  });
  const providerState = providerStateService({ store, declinedCards, outbox, providers, clock });
  const returnUrl = vars.STOREFRONT_URL;
  const payments = paymentsService({ store, providerState, providers, clock, returnUrl });
  const refreshDue = sweepService({ store, providerState });
  const retain = retentionService({ store, providers, clock });

  const app = newApp();
  webhookRoutes(app, webhooksService({ store, providerState, provider: stripe, clock }));

  return {
    app,
    version: vars.VERSION,
    checks: [
      { name: "libsql", ask: () => db.read.run(sql`select 1`) },
      { name: "stripe", optional: true, ask: () => stripe.ping() },
    ],
    handlers: paymentHandlers(payments),
    outbox,
    store,
    cards,
    stripe,
    payments,
    batches: batchesService({ store, payments }),
    refreshDue,
    retain,
    gauges: gaugesStore({ db }).gauges,
    sweep: async () => ({
      ...(await refreshDue()),
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
    return this.run("authorise", trace, ({ payments }) => payments.authorise(request));
  }

  authoriseAll(requests: PaymentRequest[], trace: Trace) {
    return this.run("authoriseAll", trace, ({ batches }) => batches.authoriseAll(requests));
  }

  refreshAll(refs: PaymentRef[], trace: Trace) {
    return this.run("refreshAll", trace, ({ batches }) => batches.refreshAll(refs));
  }

  captureAll(refs: PaymentRef[], trace: Trace) {
    return this.run("captureAll", trace, ({ batches }) => batches.captureAll(refs));
  }

  endAll(refs: PaymentRef[], trace: Trace) {
    return this.run("endAll", trace, ({ batches }) => batches.endAll(refs));
  }

  ofOrders(orderIds: string[], trace: Trace) {
    return this.run("ofOrders", trace, ({ payments }) => payments.ofOrders(orderIds));
  }
}
