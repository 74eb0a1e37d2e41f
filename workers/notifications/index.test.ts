import { afterEach, beforeEach, expect, test } from "bun:test";
import { orderConfirmed } from "#contract/orders";
import { userRegistered } from "#contract/users";
import { type Envelope, newEvent } from "#kernel/events";
import { newId } from "#kernel/ids";
import { testTrace } from "#kernel/testing";
import type { NotificationsEnv } from "./env";
import Notifications from "./index";
import { type TestMessages, testMessages } from "./testing";

let shop: TestMessages;
let env: NotificationsEnv & Record<string, unknown>;

const isolate = (bindings: NotificationsEnv) =>
  new Notifications({ waitUntil: () => undefined } as unknown as ExecutionContext, bindings);

beforeEach(async () => {
  shop = await testMessages();
  env = {
    ENVIRONMENT: "test",
    VERSION: "1.2.3",
    NOTIFICATIONS_DB_URL: shop.database.url,
    NOTIFICATIONS_DB_TOKEN: shop.database.token,
    RESEND_URL: shop.cloudUrl,
    RESEND_API_KEY: "bodega-dev",
    STOREFRONT_URL: "https://shop.test/",
    USERS: {
      contact: async (id: string) => shop.contacts.get(id) ?? null,
      challengeMail: async (id: string) => shop.challenges.get(id) ?? null,
    },
    ORDERS: { order: async (id: string) => shop.orders.get(id) ?? null },
  } as unknown as typeof env;
});
afterEach(() => shop.stop());

const about = (source: string, subject: string) => ({
  source,
  subject,
  sequence: 1,
  nowMs: Date.now(),
});

test("each event becomes its message, once", async () => {
  const order = shop.place();
  const userId = shop.register("Grace", "grace@example.test");
  const events: Envelope[] = [
    newEvent(orderConfirmed, {
      ...about("orders", order.id),
      data: { orderId: order.id, cartId: newId("cart") },
    }),
    newEvent(userRegistered, { ...about("users", userId), data: { userId } }),
  ];
  const worker = isolate(env);
  for (const event of [...events, ...events]) await worker.receive(event, testTrace());
  const sent = (await shop.mails()).map(({ to, subject }) => `${to}: ${subject}`);
  expect(sent.toSorted()).toEqual([
    "ada@example.test: Your order ORD-0000000042",
    "grace@example.test: Welcome to Bodega",
  ]);
});

test("it depends on its database, and can do without its mail provider for a while", async () => {
  const worker = isolate(env);
  expect((await worker.health(testTrace())).dependencies).toMatchObject([
    { name: "libsql", status: "ok", optional: false },
    { name: "resend", status: "ok", optional: true },
  ]);
  expect(await worker.sweep(testTrace())).toEqual({
    parked: 0,
    messagesPruned: 0,
    receiptsPruned: 0,
  });
  expect(await worker.describe()).toEqual({ version: "1.2.3", routes: [] });
});

test("a development key is refused in production", () => {
  const worker = isolate({ ...env, ENVIRONMENT: "production" } as typeof env);
  expect(worker.health(testTrace())).rejects.toThrow("RESEND_API_KEY");
});
