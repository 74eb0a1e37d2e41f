import { WorkerEntrypoint } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type {
  CaptureRef,
  PaymentRef,
  PaymentRequest,
  PaymentsRpc,
  RefundRequest,
} from "#contract/payments";
import type { Trace } from "#kernel/call";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { newApp } from "#kernel/routes/app";
import { declinedCardsService } from "#payments/declined-cards/declined-cards.service";
import { declinedCardsStore } from "#payments/declined-cards/declined-cards.store";
import { composeRefunds } from "#payments/refunds/compose";
import { gaugesStore } from "#workers/payments/gauges/gauges.store";
import { batchesService } from "./batches.service";
import { composeConnections, type Overrides, type Vendor } from "./connections.compose";
import { type PaymentsEnv, PaymentsVars, razorpayKeysOf } from "./env";
import { paymentHandlers } from "./events";
import { paymentsService } from "./payments.service";
import { paymentsStore } from "./payments.store";
import { providerStateService } from "./provider-state.service";
import { retentionService } from "./retention.service";
import { sweepService } from "./sweep.service";
import { webhookRoutes } from "./webhooks.routes";
import { webhooksService } from "./webhooks.service";

export const compose = (env: PaymentsEnv, overrides: Overrides = {}) => {
  const vars = parseEnv("payments", PaymentsVars, env);
  const connections = composeConnections({ vars, razorpayKeys: razorpayKeysOf(vars) }, overrides);
  const { db, clock, outbox, stripe, razorpay, providers, configured, vendors } = connections;
  const store = paymentsStore({ db });
  const cards = declinedCardsStore({ db });
  const declinedCards = declinedCardsService({
    store: cards,
    providers,
    secret: vars.STRIPE_SECRET_KEY,
  });
  const providerState = providerStateService({ store, declinedCards, outbox, providers, clock });
  const common = { store, providerState, providers, clock };
  const payments = paymentsService({ ...common, configured, returnUrl: vars.STOREFRONT_URL });
  const refreshDue = sweepService(common);
  const { refundState, refunds, askPendingRefunds, refundsStore } = composeRefunds({
    db,
    outbox,
    providers,
    clock,
  });
  const retain = retentionService(common);

  const app = newApp();
  const webhooksOf = (provider: Vendor) =>
    webhooksService({ ...common, refundsStore, refundState, provider });
  webhookRoutes(app, {
    stripe: webhooksOf(stripe),
    ...(razorpay ? { razorpay: webhooksOf(razorpay) } : {}),
  });

  return {
    app,
    version: vars.VERSION,
    checks: [
      { name: "libsql", ask: () => db.read.run(sql`select 1`) },
      ...vendors.map(({ name, ping }) => ({ name, optional: true, ask: () => ping() })),
    ],
    handlers: paymentHandlers(payments),
    outbox,
    store,
    cards,
    stripe,
    payments,
    batches: batchesService({ store, payments }),
    refreshDue,
    refunds,
    askPendingRefunds,
    retain,
    gauges: gaugesStore({ db }).gauges,
    sweep: async () => ({
      ...(await refreshDue()),
      ...(await askPendingRefunds()),
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
  methods(trace: Trace) {
    return this.run("methods", trace, async ({ payments }) => payments.methods());
  }

  authorise(request: PaymentRequest, trace: Trace) {
    return this.run("authorise", trace, ({ payments }) => payments.authorise(request));
  }

  authoriseAll(requests: PaymentRequest[], trace: Trace) {
    return this.run("authoriseAll", trace, ({ batches }) => batches.authoriseAll(requests));
  }

  refreshAll(refs: PaymentRef[], trace: Trace) {
    return this.run("refreshAll", trace, ({ batches }) => batches.refreshAll(refs));
  }

  captureAll(refs: CaptureRef[], trace: Trace) {
    return this.run("captureAll", trace, ({ batches }) => batches.captureAll(refs));
  }

  endAll(refs: PaymentRef[], trace: Trace) {
    return this.run("endAll", trace, ({ batches }) => batches.endAll(refs));
  }

  ofOrders(orderIds: string[], trace: Trace) {
    return this.run("ofOrders", trace, ({ payments }) => payments.ofOrders(orderIds));
  }

  refund(request: RefundRequest, trace: Trace) {
    return this.run("refund", trace, ({ refunds }) => refunds.refund(request));
  }

  refundsOf(orderIds: string[], trace: Trace) {
    return this.run("refundsOf", trace, ({ refunds }) => refunds.refundsOf(orderIds));
  }

  refreshRefunds(refundIds: string[], trace: Trace) {
    return this.run("refreshRefunds", trace, ({ refunds }) => refunds.refreshRefunds(refundIds));
  }
}
