import { WorkerEntrypoint } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type { OpeningStock, OrdersRpc, Placement } from "#contract/orders";
import { connect } from "#db/client";
import { idempotencyKeys, outbox as outboxRows } from "#db/orders/schema";
import type { Trace } from "#kernel/call";
import { type Clock, systemClock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { outboxOf } from "#kernel/events/outbox";
import { type Queue, qstashQueue } from "#kernel/events/queue.client";
import { idempotencyOf, type KeyedRequest } from "#kernel/mutations/idempotency";
import { newApp } from "#kernel/routes/app";
import { guestAccess } from "./access.rules";
import { limitsIn, type OrdersEnv, OrdersVars } from "./env";
import { orderHandlers } from "./events";
import type { OrderLimits } from "./limits.rules";
import { limitsStore } from "./limits.store";
import { networkDigestBy } from "./network.rules";
import { orderRoutes } from "./orders.routes";
import { ordersService } from "./orders.service";
import { ordersStore } from "./orders.store";
import { paymentProgressService } from "./payment-progress.service";
import { placingService } from "./placing.service";
import { privacyService } from "./privacy.service";
import { privacyStore } from "./privacy.store";
import { replayService } from "./replay.service";
import { retentionService } from "./retention.service";
import { retentionStore } from "./retention.store";
import { stockRoutes } from "./stock.routes";
import { stockService } from "./stock.service";
import { stockStore } from "./stock.store";
import { sweepService } from "./sweep.service";

/** What tests replace. */
interface Overrides {
  clock?: Clock;
  queue?: Queue;
  limits?: OrderLimits;
}

type Variables = ReturnType<typeof parseEnv<typeof OrdersVars>>;

/** Connects the database, and builds the stores over it. */
const composeStores = (vars: Variables, { queue: replaced, limits: overriding }: Overrides) => {
  const db = connect({ url: vars.ORDERS_DB_URL, token: vars.ORDERS_DB_TOKEN });
  const queue =
    replaced ??
    qstashQueue({
      url: vars.QSTASH_URL,
      token: vars.QSTASH_TOKEN,
      destination: `${vars.PUBLIC_URL}/events`,
      mailPerSecond: vars.MAIL_PER_SECOND,
    });
  const outbox = outboxOf({ db, table: outboxRows, queue });
  const idempotency = idempotencyOf({ db, table: idempotencyKeys });
  const limits = overriding ?? limitsIn(vars);
  const counting = limitsStore({ db, limits });
  const store = ordersStore({ db, outbox, idempotency, counting });
  const inventory = stockStore({ db, outbox, idempotency });
  return { db, outbox, idempotency, limits, counting, store, inventory };
};

export const compose = (env: OrdersEnv, overrides: Overrides = {}) => {
  const { clock = systemClock } = overrides;
  const vars = parseEnv("orders", OrdersVars, env);
  const stores = composeStores(vars, overrides);
  const { db, outbox, idempotency, limits, counting, store, inventory } = stores;
  const access = guestAccess(vars.ORDER_ACCESS_SECRET);

  const progress = paymentProgressService({ store, outbox, payments: env.PAYMENTS, clock });
  const replays = replayService({ store, idempotency, progress, access });
  const placing = placingService({
    store,
    counting,
    limits,
    stock: inventory,
    replays,
    progress,
    networkDigest: networkDigestBy(vars.ORDER_ACCESS_SECRET),
    clock,
  });
  const orders = ordersService({ store, access });
  const stock = stockService({ store: inventory, outbox, idempotency, clock });
  const privacy = privacyService({ store: privacyStore({ db }), payments: env.PAYMENTS, clock });

  const advanceDue = sweepService({ store, progress, clock });
  const retain = retentionService({ store: retentionStore({ db }), clock });

  const app = newApp();
  orderRoutes(app, orders);
  stockRoutes(app, stock);

  return {
    app,
    version: vars.VERSION,
    checks: [{ name: "libsql", ask: () => db.read.run(sql`select 1`) }],
    handlers: orderHandlers(progress, privacy),
    personalData: privacy.personalData,
    outbox,
    idempotency,
    access,
    store,
    inventory,
    progress,
    placing,
    orders,
    privacy,
    stock,
    advanceDue,
    retain,
    sweep: async () => ({ ...(await advanceDue()), ...(await retain()) }),
  };
};

export default class Orders
  extends entrypoint(WorkerEntrypoint<OrdersEnv>, "orders", compose)
  implements OrdersRpc
{
  terms(query: { variantIds: string[]; country: string; currency: string }, trace: Trace) {
    const { variantIds, country, currency } = query;
    return this.run(trace, ({ stock }) => stock.terms(variantIds, country, currency));
  }

  place(placement: Placement, trace: Trace) {
    return this.run(trace, ({ placing }) => placing.place(placement));
  }

  replay(request: KeyedRequest, trace: Trace) {
    return this.run(trace, ({ placing }) => placing.replay(request));
  }

  openStock(entries: OpeningStock[], trace: Trace) {
    return this.run(trace, ({ stock }) => stock.open(entries));
  }

  stockLevels(variantIds: string[], trace: Trace) {
    return this.run(trace, ({ stock }) => stock.levels(variantIds));
  }

  customersAmong(userIds: string[], trace: Trace) {
    return this.run(trace, ({ privacy }) => privacy.customersAmong(userIds));
  }

  orderIds(customerId: string, trace: Trace) {
    return this.run(trace, ({ privacy }) => privacy.orderIds(customerId));
  }

  order(orderId: string, trace: Trace) {
    return this.run(trace, ({ orders }) => orders.orderForService(orderId));
  }
}
