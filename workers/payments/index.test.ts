import { afterAll, beforeAll, expect, test } from "bun:test";
import { qstashStandIn } from "#cloud/qstash";
import { serveStandIn } from "#cloud/stand-in";
import type { PaymentsRpc } from "#contract/payments";
import { orderCancelled, orderConfirmed } from "#events/orders";
import { newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { testTrace } from "#kernel/testing";
import type { PaymentsEnv } from "./env";
import Payments from "./index";
import { orderOf, type TestPayments, testPayments } from "./testing";

let payments: TestPayments;
let queue: ReturnType<typeof serveStandIn>;
let env: PaymentsEnv;
let worker: PaymentsRpc;

const isolate = (bindings: PaymentsEnv): PaymentsRpc =>
  new Payments({ waitUntil: () => undefined } as unknown as ExecutionContext, bindings);

beforeAll(async () => {
  payments = await testPayments();
  queue = serveStandIn(
    qstashStandIn({
      dataDir: ":memory:",
      token: "bodega-dev",
      currentSigningKey: "bodega-dev-current",
      nextSigningKey: "bodega-dev-next",
    }),
    0,
  );
  env = { ...payments.env, QSTASH_URL: queue.url };
  worker = isolate(env);
});
afterAll(async () => {
  await queue.stop();
  await payments.stop();
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

test("captures a confirmed order once when the event arrives twice", async () => {
  const request = orderOf();
  await worker.authorise(request, testTrace());
  const event = confirmed(request.orderId);
  await worker.receive(event, testTrace());
  await worker.receive(event, testTrace());
  expect(await worker.refreshAll([request], testTrace())).toMatchObject([
    { ok: true, value: { state: "succeeded" } },
  ]);
  expect((await payments.books()).captures).toHaveLength(1);
});

test("voids a cancelled order's payment when the confirmation arrives later", async () => {
  const request = orderOf();
  await worker.authorise(request, testTrace());
  await worker.receive(cancelled(request.orderId), testTrace());
  await worker.receive(confirmed(request.orderId), testTrace());
  expect(await worker.endAll([request], testTrace())).toMatchObject([
    { ok: true, value: { state: "cancelled" } },
  ]);
});

test("describes its routes, dependencies and sweep", async () => {
  expect(await worker.describe()).toEqual({
    version: "1.2.3",
    routes: [
      { method: "GET", path: "/v1/me/payment-methods" },
      { method: "DELETE", path: "/v1/me/payment-methods/:id" },
      { method: "GET", path: "/v1/admin/reconciliation/disputes" },
      { method: "GET", path: "/v1/admin/reconciliation/breaks" },
      { method: "POST", path: "/v1/admin/reconciliation/breaks/:id/resolve" },
      { method: "POST", path: "/webhooks/stripe" },
    ],
  });
  const { dependencies } = await worker.health(testTrace());
  expect(dependencies).toMatchObject([
    { name: "libsql", status: "ok", optional: false },
    { name: "stripe", status: "ok", optional: true },
  ]);
  expect(await worker.sweep(testTrace())).toEqual({
    asked: 0,
    refundsAsked: 0,
    pagesReconciled: 0,
    breaksDeleted: 0,
    paymentsDeleted: 0,
    declinedCardsDeleted: 0,
    receiptsPruned: 0,
  });
});

test("names a missing variable, and refuses development secrets in production", async () => {
  const { STRIPE_URL: _, ...rest } = env;
  const broken = isolate(rest as PaymentsEnv);
  expect(broken.health(testTrace())).rejects.toThrow("STRIPE_URL");
  const production = isolate({ ...env, ENVIRONMENT: "production" });
  expect(production.health(testTrace())).rejects.toThrow("STRIPE_WEBHOOK_SECRET");
});
