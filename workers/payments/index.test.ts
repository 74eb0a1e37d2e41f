import { afterAll, beforeAll, expect, test } from "bun:test";
import { qstashStandIn } from "#cloud/qstash";
import { serveStandIn } from "#cloud/stand-in";
import { orderCancelled, orderConfirmed } from "#contract/orders";
import type { PaymentsRpc } from "#contract/payments";
import { newEvent } from "#kernel/events";
import { newId } from "#kernel/ids";
import { testTrace } from "#kernel/testing";
import type { PaymentsEnv } from "./env";
import Payments from "./index";
import { orderOf, type TestPayments, testPayments } from "./testing";

let shop: TestPayments;
let queue: ReturnType<typeof serveStandIn>;
let env: PaymentsEnv;
let worker: PaymentsRpc;

const isolate = (bindings: PaymentsEnv): PaymentsRpc =>
  new Payments({ waitUntil: () => undefined } as unknown as ExecutionContext, bindings);

beforeAll(async () => {
  shop = await testPayments();
  queue = serveStandIn(
    qstashStandIn({
      dataDir: ":memory:",
      token: "bodega-dev",
      currentSigningKey: "bodega-dev-current",
      nextSigningKey: "bodega-dev-next",
    }),
    0,
  );
  env = {
    ENVIRONMENT: "test",
    VERSION: "1.2.3",
    PUBLIC_URL: "https://shop.test",
    STOREFRONT_URL: "https://shop.test",
    QSTASH_URL: queue.url,
    QSTASH_TOKEN: "bodega-dev",
    PAYMENTS_DB_URL: shop.database.url,
    PAYMENTS_DB_TOKEN: shop.database.token,
    STRIPE_URL: shop.cloudUrl,
    STRIPE_SECRET_KEY: "bodega-dev",
    STRIPE_WEBHOOK_SECRET: "whsec_bodega-dev",
  };
  worker = isolate(env);
});
afterAll(async () => {
  await queue.stop();
  await shop.stop();
});

const about = (orderId: string) => ({
  source: "orders",
  subject: orderId,
  sequence: 3,
  nowMs: Date.now(),
});
const confirmed = (orderId: string) =>
  newEvent(orderConfirmed, {
    ...about(orderId),
    data: { orderId, cartId: newId("cart") },
  });
const cancelled = (orderId: string) =>
  newEvent(orderCancelled, {
    ...about(orderId),
    data: { orderId, cartId: newId("cart"), reason: "expired" },
  });

test("a confirmed order's money is taken once, however often the event comes", async () => {
  const request = orderOf();
  await worker.authorise(request, testTrace());
  const event = confirmed(request.orderId);
  await worker.receive(event, testTrace());
  await worker.receive(event, testTrace());
  expect(await worker.refreshAll([request.orderId], testTrace())).toMatchObject([
    { ok: true, value: { state: "succeeded" } },
  ]);
  expect((await shop.books()).captures).toHaveLength(1);
});

test("a cancelled order's money is given back, whichever event comes first", async () => {
  const request = orderOf();
  await worker.authorise(request, testTrace());
  await worker.receive(cancelled(request.orderId), testTrace());
  await worker.receive(confirmed(request.orderId), testTrace());
  expect(await worker.endAll([request.orderId], testTrace())).toMatchObject([
    { ok: true, value: { state: "cancelled" } },
  ]);
});

test("what it offers, what it depends on and what it repairs can be asked", async () => {
  expect(await worker.describe()).toEqual({
    version: "1.2.3",
    routes: [{ method: "POST", path: "/webhooks/stripe", rate: "none", access: "signed" }],
  });
  const { dependencies } = await worker.health(testTrace());
  expect(dependencies).toMatchObject([
    { name: "libsql", status: "ok", optional: false },
    { name: "stripe", status: "ok", optional: true },
  ]);
  expect(await worker.sweep(testTrace())).toEqual({
    asked: 0,
    paymentsDeleted: 0,
    declinedCardsDeleted: 0,
    receiptsPruned: 0,
  });
});

test("a broken environment is named, and a development key is refused in production", async () => {
  const { STRIPE_URL: _, ...rest } = env;
  const broken = isolate(rest as PaymentsEnv);
  expect(broken.health(testTrace())).rejects.toThrow("STRIPE_URL");
  const production = isolate({ ...env, ENVIRONMENT: "production" });
  expect(production.health(testTrace())).rejects.toThrow("STRIPE_WEBHOOK_SECRET");
});
