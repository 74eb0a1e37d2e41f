import { afterEach, beforeEach, expect, test } from "bun:test";
import { orderConfirmed } from "#events/orders";
import { userRegistered } from "#events/users";
import { type Envelope, newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { testTrace } from "#kernel/testing";
import type { NotificationsEnv } from "./env";
import Notifications from "./index";
import { type TestNotifications, testNotifications } from "./testing";

let worker: TestNotifications;

const newIsolate = (bindings: NotificationsEnv) =>
  new Notifications({ waitUntil: () => undefined } as unknown as ExecutionContext, bindings);

beforeEach(async () => {
  worker = await testNotifications();
});
afterEach(() => worker.stop());

const about = (source: string, subject: string) => ({
  source,
  subject,
  sequence: 1,
  nowMs: Date.now(),
});

test("sends one mail per event when events arrive twice", async () => {
  const order = worker.place();
  const userId = worker.register("Grace", "grace@example.test");
  const events: Envelope[] = [
    newEvent(orderConfirmed, {
      ...about("orders", order.id),
      data: { orderId: order.id, cartId: newId("cart") },
    }),
    newEvent(userRegistered, { ...about("users", userId), data: { userId } }),
  ];
  const isolate = newIsolate(worker.env);
  for (const event of [...events, ...events]) await isolate.receive(event, testTrace());
  const sent = (await worker.mails()).map(({ to, subject }) => `${to}: ${subject}`);
  expect(sent.toSorted()).toEqual([
    "ada@example.test: Your order ORD-0000000042",
    "grace@example.test: Welcome to Corner Shop",
  ]);
});

test("reports the database as required, and the providers of mail and SMS as optional", async () => {
  const isolate = newIsolate(worker.env);
  expect((await isolate.health(testTrace())).dependencies).toMatchObject([
    { name: "libsql", status: "ok", optional: false },
    { name: "resend", status: "ok", optional: true },
    { name: "twilio", status: "ok", optional: true },
  ]);
  expect(await isolate.sweep(testTrace())).toEqual({
    parked: 0,
    messagesPruned: 0,
    answersPruned: 0,
    receiptsPruned: 0,
    suppressionsPruned: 0,
  });
  expect(await isolate.describe()).toEqual({
    version: "1.2.3",
    routes: [
      { method: "POST", path: "/webhooks/twilio" },
      { method: "GET", path: "/v1/admin/notifications" },
      { method: "POST", path: "/v1/admin/notifications/:id/send" },
      { method: "POST", path: "/webhooks/resend" },
    ],
  });
});

test("sends no SMS without an account at Twilio, and refuses an account without its token or sender", async () => {
  const order = worker.place({ sms: true });
  const event = newEvent(orderConfirmed, {
    ...about("orders", order.id),
    data: { orderId: order.id, cartId: newId("cart") },
  });
  const isolate = newIsolate({ ...worker.env, TWILIO_ACCOUNT_SID: "" } as NotificationsEnv);
  await isolate.receive(event, testTrace());
  expect(await worker.mails()).toHaveLength(1);
  expect(await worker.twilio.sent()).toEqual([]);
  const webhook = new Request("http://shop.test/webhooks/twilio", { method: "POST" });
  expect((await isolate.fetch(webhook)).status).toBe(404);
  for (const name of ["TWILIO_AUTH_TOKEN", "TWILIO_FROM"]) {
    const { [name]: _, ...env } = { ...worker.env } as Record<string, unknown>;
    const health = newIsolate(env as unknown as NotificationsEnv).health(testTrace());
    await expect(health).rejects.toThrow(name);
  }
});

test("refuses to start with a development key in production", async () => {
  const isolate = newIsolate({ ...worker.env, ENVIRONMENT: "production" } as NotificationsEnv);
  await expect(isolate.health(testTrace())).rejects.toThrow("RESEND_API_KEY");
});
