import { afterEach, expect, test } from "bun:test";
import Razorpay from "razorpay";
import type { Dispute, WebhookBody } from "./objects";
import { type Running, startRazorpay, WEBHOOK_SECRET } from "./testing";

interface Received {
  id: string | null;
  signature: string;
  text: string;
  body: WebhookBody;
}

/** Starts a server that collects webhooks. It answers with the given statuses, then with 200. */
const startReceiver = (statuses: number[]) => {
  const received: Received[] = [];
  let wake: (() => void) | undefined;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const text = await request.text();
      received.push({
        id: request.headers.get("x-razorpay-event-id"),
        signature: request.headers.get("x-razorpay-signature") ?? "",
        text,
        body: JSON.parse(text) as WebhookBody,
      });
      wake?.();
      return new Response(null, { status: statuses.shift() ?? 200 });
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}/webhooks/razorpay`,
    /** Resolves with the webhooks once there are so many. */
    async first(count: number) {
      while (received.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return received.slice(0, count);
    },
    close: () => server.stop(true),
  };
};

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const start = (statuses: number[] = []) => {
  const receiver = startReceiver(statuses);
  const shop = startRazorpay({ webhookUrl: receiver.url });
  ends.push(receiver.close, shop.stop);
  return { receiver, shop };
};

const namesOf = (webhooks: Received[]) => webhooks.map(({ body }) => body.event as string);

const paid = async (shop: Running) => {
  const { id } = await shop.order();
  const payment = await shop.pay(id);
  return shop.client.payments.capture(payment.id, 2500, "INR");
};

test("signs each event of a payment and its refund over the raw body", async () => {
  const { receiver, shop } = start();
  const payment = await paid(shop);
  await shop.client.payments.refund(payment.id, { amount: 1000 });
  const webhooks = await receiver.first(5);
  expect(namesOf(webhooks).toSorted()).toEqual([
    "order.paid",
    "payment.authorized",
    "payment.captured",
    "refund.created",
    "refund.processed",
  ]);
  for (const { text, signature, id } of webhooks) {
    expect(Razorpay.validateWebhookSignature(text, signature, WEBHOOK_SECRET)).toBe(true);
    expect(id).toMatch(/^\w{14}$/);
  }
  const authorised = webhooks.find(({ body }) => body.event === "payment.authorized");
  expect(authorised?.body).toMatchObject({
    entity: "event",
    contains: ["payment"],
    payload: { payment: { entity: { id: payment.id, status: "authorized" } } },
  });
});

test("repeats a webhook under the same id until it is accepted", async () => {
  const { receiver, shop } = start([500, 500]);
  const { id } = await shop.order();
  await shop.pay(id, "failure");
  const attempts = await receiver.first(3);
  expect(namesOf(attempts)).toEqual(["payment.failed", "payment.failed", "payment.failed"]);
  expect(new Set(attempts.map((attempt) => `${attempt.id} ${attempt.text}`)).size).toBe(1);
});

test("announces a dispute and its end", async () => {
  const { receiver, shop } = start();
  const payment = await paid(shop);
  const dispute = await shop.dev<Dispute>(`/payments/${payment.id}/dispute`, {});
  const lost = await shop.dev<Dispute>(`/disputes/${dispute.id}`, { step: "lost" });
  expect(lost).toMatchObject({ status: "lost", amount_deducted: 2500 });
  const names = namesOf(await receiver.first(5));
  expect(names).toContain("payment.dispute.created");
  expect(names).toContain("payment.dispute.lost");
  expect(await shop.client.disputes.fetch(dispute.id)).toMatchObject({ payment_id: payment.id });
});

test("delivers twice, and not at all, by injected faults", async () => {
  const { receiver, shop } = start();
  shop.faults.set({
    seed: 1,
    rules: [
      { kind: "forget", rate: 1, times: 1 },
      { kind: "duplicate", rate: 1, times: 1 },
    ],
  });
  const { id } = await shop.order();
  await shop.pay(id, "failure");
  const second = await shop.pay(id, "failure");
  const webhooks = await receiver.first(2);
  expect(webhooks[0]?.id).toBe(webhooks[1]?.id ?? "");
  expect(webhooks[0]?.body.payload.payment?.entity).toMatchObject({ id: second.id });
});
