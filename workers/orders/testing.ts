import { eq } from "drizzle-orm";
import type { Placement } from "#contract/orders";
import type { PaymentsRpc } from "#contract/payments";
import type { ReceiptsRpc } from "#contract/receipts";
import type { Database } from "#db/client";
import { orderEntries, orderNotes, orderReturns, orders } from "#db/orders/schema";
import { testDatabase } from "#db/testing";
import { type Clock, systemClock } from "#kernel/clock";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { inCall, recordingQueue, stubRpc } from "#kernel/testing";
import { moneyDrift } from "#orders/money.testing";
import type { OrderLimits } from "#orders/placing/limits.rules";
import { requireIndexes } from "#orders/plans.testing";
import type { StockStore } from "#orders/stock/stock.store";
import { stockDrift } from "#orders/stock.testing";
import { foldTimeline, type StoredEntry } from "#orders/timeline/fold.rules";
import { inMemorySettings } from "#workers/settings/testing";
import type { OrdersEnv } from "./env";
import { compose } from "./index";
import { inMemoryPayments } from "./payments.testing";

interface Options {
  /** Wraps the RPC methods of the payments Worker. */
  wired?: (rpc: PaymentsRpc) => PaymentsRpc;
  clock?: Clock;
  limits?: OrderLimits;
  pause?: (ms: number) => Promise<unknown>;
}

/** High limits of unpaid orders and units, which only the tests of limits replace. */
const GENEROUS: OrderLimits = {
  unpaidMax: { network: 10_000, account: 10_000 },
  unitsMax: { network: 10_000, account: 10_000 },
};

const TOKEN = "bodega-dev";

/** The receipts Worker, whose documents are their own data. */
export const printedReceipts = stubRpc<ReceiptsRpc>("receipts", {
  render: async (document, format) => ({
    contentType: format === "pdf" ? "application/pdf" : "text/html",
    body: JSON.stringify(document),
  }),
});

/** Starts the orders Worker on a real database, with the payments Worker in memory. */
export const testOrders = async ({
  wired = (rpc) => rpc,
  limits = GENEROUS,
  clock = systemClock,
  pause = Bun.sleep,
}: Options = {}) => {
  const database = await testDatabase("orders");
  const queue = recordingQueue();
  const payments = inMemoryPayments();
  const settings = inMemorySettings();
  const variables = {
    ENVIRONMENT: "test",
    VERSION: "1.2.3",
    PUBLIC_URL: "https://shop.test",
    QSTASH_URL: "http://127.0.0.1:9",
    QSTASH_TOKEN: TOKEN,
    ORDERS_DB_URL: database.address.url,
    ORDERS_DB_TOKEN: database.address.token,
    ORDER_ACCESS_SECRET: TOKEN,
  };
  const env = {
    ...variables,
    PAYMENTS: wired(payments.rpc),
    SETTINGS: settings.rpc,
    RECEIPTS: printedReceipts,
  } satisfies OrdersEnv;
  const { stockStore, advanceDue, ...worker } = compose(env, { clock, queue, limits, pause });
  /** Stops the database. Fails if an order differs from its timeline or its money, or the stock from its ledger. */
  const stop = async () => {
    await requireIndexes(database.cloudUrl);
    const drifts = {
      "balances differ from the ledger": await stockDrift(database.db),
      "orders differ from their timelines": await timelineDrift(database.db),
      "orders differ from their refunds or payments": await moneyDrift(database.db, payments.rpc),
    };
    await database.stop();
    for (const [what, drift] of Object.entries(drifts))
      if (drift.length > 0)
        throw new Error(`${drift.length} ${what}: ${JSON.stringify(drift.slice(0, 2))}`);
  };
  return {
    ...database,
    ...worker,
    env,
    stock: stockStore,
    inventory: worker.stock,
    sweep: advanceDue,
    queue,
    payments,
    settings: settings.state,
    stop,
  };
};

/** Returns the placement of a cart with one line. */
export const placementOf = (
  variantId: string,
  quantity = 1,
  overrides: Partial<Placement> = {},
): Placement => {
  const unitMinor = 1999;
  const eur = (amountMinor: number) => money(amountMinor, "EUR");
  const total = eur(unitMinor * quantity);
  const address = {
    name: "Ada",
    line1: "1 Way",
    city: "Berlin",
    postalCode: "10115",
    country: "DE",
  };
  return {
    request: { scope: "cart POST /v1/orders", key: crypto.randomUUID(), fingerprint: "f" },
    cartId: newId("cart"),
    customerId: null,
    network: null,
    email: "ada@example.com",
    currency: "EUR",
    lines: [
      {
        id: newId("line"),
        variantId,
        productId: newId("product"),
        slug: "thing",
        title: "Thing",
        sku: null,
        image: null,
        options: {},
        properties: {},
        quantity,
        unitPrice: eur(unitMinor),
        subtotal: total,
        discount: eur(0),
        tax: eur(0),
        total,
      },
    ],
    policies: {},
    taxRatePpm: 190_000,
    discounts: [],
    totals: {
      subtotal: total,
      discount: eur(0),
      shipping: eur(0),
      tax: eur(0),
      total,
      taxIncluded: true,
    },
    shippingAddress: address,
    billingAddress: address,
    note: null,
    sms: false,
    shippingOption: { id: "sho_test", title: "Test", price: eur(0) },
    payment: { method: "card", token: "pm_card_visa", returnUrl: null },
    ...overrides,
  };
};

const storedTimeline = async (db: Database, orderId: string) =>
  (await db.read
    .select()
    .from(orderEntries)
    .where(eq(orderEntries.orderId, orderId))
    .orderBy(orderEntries.sequence)) as unknown as StoredEntry[];

const inOrder = (returns: { id: string; status: string }[]) =>
  JSON.stringify(returns.map(({ id, status }) => `${id} ${status}`).toSorted());

/** Returns every order whose row, or whose list of returns, differs from the fold of its timeline. */
export const timelineDrift = async (db: Database) => {
  const drift: unknown[] = [];
  const returns = await db.read.select().from(orderReturns);
  for (const row of await db.read.select().from(orders)) {
    const listed = returns.filter(({ orderId }) => orderId === row.id);
    if (inOrder(listed) !== inOrder(row.afterSale?.returns ?? [])) drift.push({ listed });
    const timeline = await storedTimeline(db, row.id);
    const computed = foldTimeline(row, timeline);
    const stored = Object.fromEntries(
      Object.keys(computed).map((column) => [column, row[column as keyof typeof computed]]),
    );
    if (!Bun.deepEquals(computed, stored as typeof computed)) drift.push({ stored, computed });
    if (timeline.length !== row.sequence) drift.push({ id: row.id, sequence: row.sequence });
  }
  return drift;
};

/** Adds a variant with a number of units in stock. */
export const stockedVariant = async (store: Pick<StockStore, "open">, quantity: number) => {
  const variantId = newId("variant");
  await store.open([{ variantId, productId: newId("product"), sku: null, quantity }], Date.now());
  return variantId;
};

/** Adds a note about an order. */
export const addNote = ({ db }: { db: Database }, orderId: string, text: string) =>
  db.write
    .insert(orderNotes)
    .values({ id: newId("note"), orderId, author: "buyer", text, createdAt: Date.now() });

export type TestOrders = Awaited<ReturnType<typeof testOrders>>;

/** Places an order that reserves one of `units` and waits until its buyer confirms the payment. */
export const placeWaitingOrder = async (worker: TestOrders, units = 1) => {
  const variantId = await stockedVariant(worker.stock, units);
  worker.payments.answerWith("requires_action");
  const placement = placementOf(variantId);
  const outcome = await inCall(() => worker.placing.place(placement));
  return { variantId, placement, orderId: outcome.orderId ?? "" };
};

/** Makes the reservation of an order expire. */
export const endReservation = ({ db }: TestOrders, orderId: string) =>
  db.write.update(orders).set({ reservedUntil: 1 }).where(eq(orders.id, orderId));
