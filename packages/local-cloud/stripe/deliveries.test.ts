import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultPlan } from "#cloud/frame/faults";
import {
  manualPayment,
  type Running,
  SILENCE,
  startStripe,
  WEBHOOK_SECRET,
  webhookReceiver,
} from "./testing";

type Receiver = ReturnType<typeof webhookReceiver>;
let shop: Running;
let receiver: Receiver;

const open = (statuses: number[] = []) => {
  receiver = webhookReceiver(statuses);
  shop = startStripe({ webhookUrl: receiver.url });
};
const close = async () => {
  await shop.stop();
  await receiver.close();
};
interface Line {
  type: string;
  state: string;
  attempts: number;
  status: number | null;
}
const deliveries = async () =>
  ((await (await shop.dev("/books")).json()) as { webhookDeliveries: Line[] }).webhookDeliveries;

/** Waits until no delivery is pending or being sent, and returns all deliveries. */
const settled = async () => {
  for (;;) {
    const lines = await deliveries();
    if (lines.every(({ state }) => state !== "pending" && state !== "sending")) return lines;
  }
};

describe("a webhook", () => {
  beforeEach(() => open());
  afterEach(close);

  test("is signed, so that the official client accepts it with the right secret only", async () => {
    const { id } = await shop.client.paymentIntents.create(manualPayment(2500));
    const [webhook] = await receiver.received("payment_intent.amount_capturable_updated");
    const { webhooks } = shop.client;
    const { body = "", signature = "" } = webhook ?? {};
    const event = await webhooks.constructEventAsync(body, signature, WEBHOOK_SECRET);
    expect(event.data.object).toMatchObject({ id, status: "requires_capture" });
    expect(event).toMatchObject({ object: "event", livemode: false, pending_webhooks: 1 });

    const forged = webhooks.constructEventAsync(body, signature, "whsec_other");
    await expect(forged).rejects.toThrow("No signatures found");
    const reserialised = JSON.stringify(JSON.parse(body));
    await expect(
      webhooks.constructEventAsync(reserialised, signature, WEBHOOK_SECRET),
    ).rejects.toThrow("No signatures found");
  });

  test("reports the authorisation, capture and refund of a payment", async () => {
    const { id } = await shop.client.paymentIntents.create(manualPayment(2500));
    await shop.client.paymentIntents.capture(id);
    await shop.client.refunds.create({ payment_intent: id, amount: 500 });
    const [refunded] = await receiver.received("charge.refunded");
    await settled();
    expect(receiver.types().sort()).toEqual([
      "charge.refunded",
      "payment_intent.amount_capturable_updated",
      "payment_intent.succeeded",
      "refund.created",
    ]);
    expect(refunded?.event.data).toMatchObject({
      object: { amount_refunded: 500, refunded: false },
      previous_attributes: { amount_refunded: 0 },
    });
  });

  test("reports challenges, declines, slow cards and cancellations", async () => {
    const pay = (payment_method: string) =>
      shop.client.paymentIntents.create({ ...manualPayment(), payment_method });
    const challenged = await pay("pm_card_threeDSecure2Required");
    await shop.dev(`/intents/${challenged.id}/authenticate`, { outcome: "failure" });
    await pay("pm_card_slow");
    shop.moveClock(2001);
    const { id } = await pay("pm_card_visa");
    await shop.client.paymentIntents.cancel(id);
    await settled();
    expect(new Set(receiver.types())).toEqual(
      new Set([
        "payment_intent.requires_action",
        "payment_intent.payment_failed",
        "payment_intent.processing",
        "payment_intent.amount_capturable_updated",
        "payment_intent.canceled",
        "charge.refunded",
      ]),
    );
    const released = receiver.webhooks.find(({ event }) => event.type === "charge.refunded");
    expect(released?.event.data.object).toMatchObject({ captured: false, refunded: true });
  });

  test("reports the result of a slow card without a further request", async () => {
    await shop.client.paymentIntents.create({ ...manualPayment(), payment_method: "pm_card_slow" });
    shop.moveClock(2001);
    const [webhook] = await receiver.received("payment_intent.amount_capturable_updated");
    expect(webhook?.event.request).toEqual({ id: null, idempotency_key: null });
  });
});

describe("a failing receiver", () => {
  afterEach(close);

  test("gets a webhook again until it accepts it", async () => {
    open([500, 302]);
    await shop.client.paymentIntents.create(manualPayment());
    await receiver.received("payment_intent.amount_capturable_updated", 3);
    expect(await settled()).toMatchObject([{ state: "delivered", attempts: 3, status: 200 }]);
    expect(new Set(receiver.webhooks.map(({ event }) => event.id)).size).toBe(1);
  });

  test("gets a webhook three times at most; the event stays in the list", async () => {
    open([500, 500, 500]);
    await shop.client.paymentIntents.create(manualPayment());
    await receiver.received("payment_intent.amount_capturable_updated", 3);
    expect(await settled()).toMatchObject([{ state: "failed", attempts: 3, status: 500 }]);
    const { data } = await shop.client.events.list({
      type: "payment_intent.amount_capturable_updated",
    });
    expect(data).toMatchObject([{ pending_webhooks: 0 }]);
  });
});

describe("an injected fault", () => {
  beforeEach(() => open());
  afterEach(close);

  const fault = (kind: FaultPlan["rules"][number]["kind"], ms?: number) =>
    shop.faults.set({
      seed: 1,
      rules: [
        {
          kind,
          rate: 1,
          times: 1,
          match: { pathPrefix: "/webhooks" },
          ...(ms !== undefined && { ms }),
        },
      ],
    });

  test("delivers an event twice (duplicate)", async () => {
    fault("duplicate");
    await shop.client.paymentIntents.create(manualPayment());
    const [one, two] = await receiver.received("payment_intent.amount_capturable_updated", 2);
    expect(one?.event.id).toBe(two?.event.id ?? "");
  });

  test("delivers an event after the one that followed it (reorder)", async () => {
    fault("reorder", 50);
    const { id } = await shop.client.paymentIntents.create(manualPayment());
    await shop.client.paymentIntents.capture(id);
    await receiver.received("payment_intent.amount_capturable_updated");
    expect(receiver.types()).toEqual([
      "payment_intent.succeeded",
      "payment_intent.amount_capturable_updated",
    ]);
  });

  test("loses an event, which stays in the list (forget)", async () => {
    fault("forget");
    const { id } = await shop.client.paymentIntents.create(manualPayment());
    await shop.client.paymentIntents.capture(id);
    await receiver.received("payment_intent.succeeded");
    expect(await settled()).toMatchObject([{ state: "forgotten" }, { state: "delivered" }]);
    expect(receiver.types()).toEqual(["payment_intent.succeeded"]);
    const { data } = await shop.client.events.list({ limit: 100 });
    expect(data.map(({ type }) => type as string)).toContain(
      "payment_intent.amount_capturable_updated",
    );
  });
});

describe("a restart", () => {
  let dataDir = "";
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "stripe-"));
  });
  afterEach(async () => {
    await close();
    await rm(dataDir, { recursive: true });
  });
  const start = (retryDelayMs: number) =>
    startStripe({ dataDir, webhookUrl: receiver.url, webhookRetryDelaysMs: [retryDelayMs] });
  const books = async () =>
    (await (await shop.dev("/books")).json()) as Record<"paymentIntents" | "captures", object[]>;

  test("keeps the books and the idempotency keys", async () => {
    receiver = webhookReceiver();
    shop = start(1);
    const create = () =>
      shop.client.paymentIntents.create(manualPayment(1200), { idempotencyKey: "pi:o1" });
    const { id } = await create();
    await shop.client.paymentIntents.capture(id, undefined, { idempotencyKey: "cap:o1" });
    const before = await books();
    expect(before.paymentIntents).toMatchObject([
      {
        id,
        amount: 1200,
        currency: "eur",
        status: "succeeded",
        captureMethod: "manual",
        amountCaptured: 1200,
        amountRefunded: 0,
        idempotencyKey: "pi:o1",
      },
    ]);
    expect(before.captures).toMatchObject([
      { paymentIntent: id, amount: 1200, idempotencyKey: "cap:o1" },
    ]);
    await settled();
    await shop.stop();

    shop = start(1);
    const { paymentIntents, captures } = await books();
    expect({ paymentIntents, captures }).toEqual({
      paymentIntents: before.paymentIntents,
      captures: before.captures,
    });
    expect((await create()).id).toBe(id);
  });

  test("resumes deliveries that were being sent", async () => {
    receiver = webhookReceiver([SILENCE]);
    shop = start(1);
    await shop.client.paymentIntents.create(manualPayment());
    await receiver.received("payment_intent.amount_capturable_updated");
    await shop.stop();

    shop = start(1);
    await receiver.received("payment_intent.amount_capturable_updated", 2);
    expect(await settled()).toMatchObject([{ state: "delivered", attempts: 2 }]);
  });

  test("resumes deliveries that were scheduled for a retry", async () => {
    receiver = webhookReceiver([500]);
    shop = start(300);
    await shop.client.paymentIntents.create(manualPayment());
    await receiver.received("payment_intent.amount_capturable_updated");
    await shop.stop();

    shop = start(300);
    await receiver.received("payment_intent.amount_capturable_updated", 2);
    expect(await settled()).toMatchObject([{ state: "delivered", attempts: 2 }]);
  });
});
