import { WorkerEntrypoint } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type {
  CaptureRef,
  EndRef,
  PaymentRef,
  PaymentRequest,
  PaymentsRpc,
  ReceivedMoney,
  RefundRequest,
} from "#contract/payments";
import type { Trace } from "#kernel/call";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { newApp } from "#kernel/routes/app";
import type { Charge, OrderSums } from "#payments/charges.contract";
import { composeDisputes } from "#payments/disputes/compose";
import { composeReconciliation } from "#payments/reconciliation/compose";
import { composeRefunds } from "#payments/refunds/compose";
import { composeSavedMethods } from "#payments/saved-methods/compose";
import { gaugesStore } from "#workers/payments/gauges/gauges.store";
import { composeConnections, type Overrides, type Vendor } from "./connections.compose";
import { type PaymentsEnv, PaymentsVars, razorpayKeysOf } from "./env";
import { paymentHandlers } from "./events";
import { composePayments } from "./payments.compose";
import { webhookRoutes } from "./webhooks/webhooks.routes";
import { webhooksService } from "./webhooks/webhooks.service";

export const compose = (env: PaymentsEnv, overrides: Overrides = {}) => {
  const vars = parseEnv("payments", PaymentsVars, env);
  const connections = composeConnections({ vars, razorpayKeys: razorpayKeysOf(vars) }, overrides);
  const { db, clock, outbox, stripe, razorpay, providers, configured, vendors } = connections;
  const common = { db, outbox, providers, clock };
  const app = newApp();
  const customers = composeSavedMethods({ app, db, clock, keeper: stripe });
  const paying = composePayments({
    ...common,
    customers,
    configured,
    secret: vars.STRIPE_SECRET_KEY,
    returnUrl: vars.STOREFRONT_URL,
  });
  const { store, cards, payments, providerState, refreshDue, retain } = paying;
  const { refundsStore, refundState, refunds, askPendingRefunds } = composeRefunds(common);
  const disputes = composeDisputes({ ...common, app });
  const booking = { clock, providerState, refundState, disputes };
  const reconciled = { ...booking, app, db, vendors, store, refundsStore };
  const { reconcile, compareOrders, breaks } = composeReconciliation(reconciled);

  const webhooksOf = (provider: Vendor) =>
    webhooksService({ ...booking, store, refundsStore, provider });
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
    handlers: paymentHandlers(payments, customers),
    personalData: async (userId: string) => ({ savedCards: await customers.methodsOf(userId) }),
    outbox,
    ...paying,
    stripe,
    razorpay,
    customers,
    refunds,
    askPendingRefunds,
    disputes,
    reconcile,
    compareOrders,
    breaks,
    gauges: gaugesStore({ db }).gauges,
    sweep: async () => ({
      ...(await refreshDue()),
      ...(await askPendingRefunds()),
      ...(await reconcile()),
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
    return this.run("methods", trace, async ({ methods }) => methods);
  }

  refusedCharge(charge: Charge, trace: Trace) {
    return this.run("refusedCharge", trace, async ({ refusedCharge }) => refusedCharge(charge));
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

  recordMoney(received: ReceivedMoney, trace: Trace) {
    return this.run("recordMoney", trace, ({ money }) => money.recordMoney(received));
  }

  endAll(refs: EndRef[], trace: Trace) {
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

  compareOrders(orders: OrderSums[], trace: Trace) {
    return this.run("compareOrders", trace, ({ compareOrders }) => compareOrders(orders));
  }

  disputesOf(orderIds: string[], trace: Trace) {
    return this.run("disputesOf", trace, ({ disputes }) => disputes.disputesOf(orderIds));
  }

  methodsOf(userId: string, trace: Trace) {
    return this.run("methodsOf", trace, ({ customers }) => customers.methodsOf(userId));
  }

  removeMethod(userId: string, methodId: string, trace: Trace) {
    return this.run("removeMethod", trace, ({ customers }) =>
      customers.removeMethod(userId, methodId),
    );
  }

  refreshRefunds(refundIds: string[], trace: Trace) {
    return this.run("refreshRefunds", trace, ({ refunds }) => refunds.refreshRefunds(refundIds));
  }
}
