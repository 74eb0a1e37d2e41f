import { WorkerEntrypoint } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type { Claim, OrdersRpc, Placement } from "#contract/orders";
import type { Actor } from "#kernel/actor";
import type { Trace } from "#kernel/call";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { composeAfterSale } from "#orders/after-sale.compose";
import { composeCharges } from "#orders/charges/compose";
import { composeConnections, type Replaceable } from "#orders/connections.compose";
import type { DownloadedOrder, WantedDownload } from "#orders/downloads.contract";
import type { OrderEdit } from "#orders/edits.contract";
import { composeGauges } from "#orders/gauges/compose";
import { composeInventory } from "#orders/inventory.compose";
import { composeMoves } from "#orders/moves/compose";
import { composeOrder } from "#orders/order/compose";
import { composePaymentProgress } from "#orders/payment-progress/compose";
import { composePlacing } from "#orders/placing/compose";
import type { OrderLimits } from "#orders/placing/limits.rules";
import { composePrivacy } from "#orders/privacy/compose";
import { composePurchases } from "#orders/purchases/compose";
import { composeReconciliation } from "#orders/reconciliation/compose";
import { composeRetention } from "#orders/retention/compose";
import type { ReturnedOrder, ReturnRequest } from "#orders/returns.contract";
import type { OpeningStock } from "#orders/stock.contract";
import { composeStream } from "#orders/stream/compose";
import { composeTerms } from "#orders/terms/compose";
import { limitsIn, type OrdersEnv, OrdersVars } from "./env";
import { orderHandlers } from "./events";

/** The dependencies that tests replace. */
interface Overrides extends Replaceable {
  limits?: OrderLimits;
}

/** Composes the folders in the order in which they depend on one another. */
export const compose = (env: OrdersEnv, overrides: Overrides = {}) => {
  const vars = parseEnv("orders", OrdersVars, env);
  const secret = vars.ORDER_ACCESS_SECRET;
  const connections = composeConnections(vars, overrides);
  const { PAYMENTS: payments, SETTINGS: settings, RECEIPTS: receipts } = env;
  const common = { ...connections, payments, settings, receipts };
  const { app, db, outbox, idempotency } = connections;

  const { store, access, orders } = composeOrder({ ...common, accessSecret: secret });
  composeStream({ ...common, orders });
  const inventory = composeInventory(common);
  const { stockStore } = inventory;
  const { moves, requestMove } = composeMoves({ ...common, store });
  const paid = { ...common, store, access, moves };
  const { dueOrders, progress, advanceDue } = composePaymentProgress(paid);
  const limits = overrides.limits ?? limitsIn(vars);
  const placing = composePlacing({
    ...common,
    ordersStore: store,
    stockStore,
    progress,
    access,
    limits,
    secret,
  });
  const { charges } = composeCharges(paid);
  const acting = { ...paid, orders, progress, charges, stockStore, requestMove, secret };
  const afterSale = composeAfterSale({ ...acting, publicUrl: vars.PUBLIC_URL });
  const privacy = composePrivacy(common);
  const retain = composeRetention(common);
  const compare = composeReconciliation(common);

  return {
    app,
    version: vars.VERSION,
    checks: [{ name: "libsql", ask: () => db.read.run(sql`select 1`) }],
    handlers: orderHandlers({ ...afterSale, ...inventory, progress, charges, privacy }),
    personalData: privacy.personalData,
    outbox,
    idempotency,
    access,
    store,
    dueOrders,
    ...inventory,
    progress,
    charges,
    placing,
    orders,
    ...afterSale,
    privacy,
    ...composeTerms(common),
    ...composePurchases(common),
    advanceDue,
    retain,
    compare,
    ...composeGauges(common),
    sweep: async () => ({
      ...(await advanceDue()),
      ...(await charges.sweep()),
      ...(await afterSale.sweepRefunds()),
      ...(await retain()),
      ...(await compare()),
    }),
  };
};

export default class Orders
  extends entrypoint(WorkerEntrypoint<OrdersEnv>, "orders", compose)
  implements OrdersRpc
{
  terms(query: { variantIds: string[]; country: string; currency: string }, trace: Trace) {
    return this.run("terms", trace, ({ terms }) => terms(query));
  }

  place(placement: Placement, trace: Trace) {
    return this.run("place", trace, ({ placing }) => placing.place(placement));
  }

  replay(request: KeyedRequest, trace: Trace) {
    return this.run("replay", trace, ({ placing }) => placing.replay(request));
  }

  openStock(entries: OpeningStock[], trace: Trace) {
    return this.run("openStock", trace, ({ stock }) => stock.open(entries));
  }

  stockLevels(variantIds: string[], trace: Trace) {
    return this.run("stockLevels", trace, ({ stock }) => stock.sellable(variantIds));
  }

  stockBalances(variantIds: string[], trace: Trace) {
    return this.run("stockBalances", trace, ({ stock }) => stock.levels(variantIds));
  }

  customersAmong(userIds: string[], trace: Trace) {
    return this.run("customersAmong", trace, ({ privacy }) => privacy.customersAmong(userIds));
  }

  orderIds(customerId: string, trace: Trace) {
    return this.run("orderIds", trace, ({ privacy }) => privacy.orderIds(customerId));
  }

  boughtLines(query: { customerId: string; productId: string }, trace: Trace) {
    return this.run("boughtLines", trace, ({ purchases }) => purchases.boughtLines(query));
  }

  order(orderId: string, trace: Trace) {
    return this.run("order", trace, ({ orders }) => orders.orderForService(orderId));
  }

  orderForMail(orderId: string, trace: Trace) {
    return this.run("orderForMail", trace, ({ orders }) => orders.orderForMail(orderId));
  }

  readableOrder(
    query: { orderId: string; actor: Actor; accessToken: string | undefined },
    trace: Trace,
  ) {
    return this.run("readableOrder", trace, ({ orders }) => orders.readableOrder(query));
  }

  startEdit(orderId: string, request: KeyedRequest | null, trace: Trace) {
    return this.run("startEdit", trace, ({ edits }) => edits.start(orderId, request));
  }

  edit(edit: OrderEdit, request: KeyedRequest, trace: Trace) {
    return this.run("edit", trace, ({ edits }) => edits.edit(edit, request));
  }

  previewEdit(edit: OrderEdit, trace: Trace) {
    return this.run("previewEdit", trace, ({ edits }) => edits.preview(edit));
  }

  startExchange(order: ReturnedOrder, request: KeyedRequest, trace: Trace) {
    return this.run("startExchange", trace, ({ returns }) => returns.startExchange(order, request));
  }

  requestReturn(wanted: ReturnRequest, request: KeyedRequest, trace: Trace) {
    return this.run("requestReturn", trace, ({ returns }) => returns.request(wanted, request));
  }

  downloadLines(order: DownloadedOrder, trace: Trace) {
    return this.run("downloadLines", trace, ({ downloads }) => downloads.lines(order));
  }

  takeDownload(wanted: WantedDownload, request: KeyedRequest | undefined, trace: Trace) {
    return this.run("takeDownload", trace, ({ downloads }) => downloads.take(wanted, request));
  }

  openDownload(token: string, trace: Trace) {
    return this.run("openDownload", trace, ({ downloads }) => downloads.open(token));
  }

  claim(claim: Claim, trace: Trace) {
    return this.run("claim", trace, (worker) => worker.claim(claim));
  }
}
