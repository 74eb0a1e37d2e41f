import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultPlan } from "#cloud/frame/faults";
import { held, type Running, SILENCE, startStripe, WEBHOOK_SECRET, webhookDoor } from "./testing";

type Door = ReturnType<typeof webhookDoor>;
let shop: Running;
let door: Door;

const open = (statuses: number[] = []) => {
  door = webhookDoor(statuses);
  shop = startStripe({ webhookUrl: door.url });
};
const close = async () => {
  await shop.stop();
  await door.close();
};
interface Line {
  type: string;
  state: string;
  attempts: number;
  status: number | null;
}
const deliveries = async () =>
  ((await (await shop.dev("/books")).json()) as { webhookDeliveries: Line[] }).webhookDeliveries;

/** The books after the last thing under way has come to its end. */
const settled = async () => {
  for (;;) {
    const lines = await deliveries();
    if (lines.every(({ state }) => state !== "pending" && state !== "sending")) return lines;
  }
};

describe("the shop hears of what it acts on", () => {
  beforeEach(() => open());
  afterEach(close);

  test("signed so that the official client accepts it, and only with the right secret", async () => {
    const { id } = await shop.client.paymentIntents.create(held(2500));
    const [letter] = await door.received("payment_intent.amount_capturable_updated");
    const { webhooks } = shop.client;
    const { body = "", signature = "" } = letter ?? {};
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

  test("a whole life: held, taken, given back", async () => {
    const { id } = await shop.client.paymentIntents.create(held(2500));
    await shop.client.paymentIntents.capture(id);
    await shop.client.refunds.create({ payment_intent: id, amount: 500 });
    const [refunded] = await door.received("charge.refunded");
    await settled();
    expect(door.types().sort()).toEqual([
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

  test("challenges, declines, slow cards and cancellations", async () => {
    const pay = (payment_method: string) =>
      shop.client.paymentIntents.create({ ...held(), payment_method });
    const challenged = await pay("pm_card_threeDSecure2Required");
    await shop.dev(`/intents/${challenged.id}/authenticate`, { outcome: "failure" });
    await pay("pm_card_slow");
    shop.moveClock(2001);
    const { id } = await pay("pm_card_visa");
    await shop.client.paymentIntents.cancel(id);
    await settled();
    expect(new Set(door.types())).toEqual(
      new Set([
        "payment_intent.requires_action",
        "payment_intent.payment_failed",
        "payment_intent.processing",
        "payment_intent.amount_capturable_updated",
        "payment_intent.canceled",
        "charge.refunded",
      ]),
    );
    const released = door.letters.find(({ event }) => event.type === "charge.refunded");
    expect(released?.event.data.object).toMatchObject({ captured: false, refunded: true });
  });

  test("reports a slow card without a further request", async () => {
    await shop.client.paymentIntents.create({ ...held(), payment_method: "pm_card_slow" });
    shop.moveClock(2001);
    const [letter] = await door.received("payment_intent.amount_capturable_updated");
    expect(letter?.event.request).toEqual({ id: null, idempotency_key: null });
  });
});

describe("a door that does not open", () => {
  afterEach(close);

  test("is tried again, and then all is well", async () => {
    open([500, 302]);
    await shop.client.paymentIntents.create(held());
    await door.received("payment_intent.amount_capturable_updated", 3);
    expect(await settled()).toMatchObject([{ state: "delivered", attempts: 3, status: 200 }]);
    expect(new Set(door.letters.map(({ event }) => event.id)).size).toBe(1);
  });

  test("is given up after three tries; the event stays in the list", async () => {
    open([500, 500, 500]);
    await shop.client.paymentIntents.create(held());
    await door.received("payment_intent.amount_capturable_updated", 3);
    expect(await settled()).toMatchObject([{ state: "failed", attempts: 3, status: 500 }]);
    const { data } = await shop.client.events.list({
      type: "payment_intent.amount_capturable_updated",
    });
    expect(data).toMatchObject([{ pending_webhooks: 0 }]);
  });
});

describe("what can go wrong on the way", () => {
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

  test("an event comes twice", async () => {
    fault("duplicate");
    await shop.client.paymentIntents.create(held());
    const [one, two] = await door.received("payment_intent.amount_capturable_updated", 2);
    expect(one?.event.id).toBe(two?.event.id ?? "");
  });

  test("an event comes after the one that followed it", async () => {
    fault("reorder", 50);
    const { id } = await shop.client.paymentIntents.create(held());
    await shop.client.paymentIntents.capture(id);
    await door.received("payment_intent.amount_capturable_updated");
    expect(door.types()).toEqual([
      "payment_intent.succeeded",
      "payment_intent.amount_capturable_updated",
    ]);
  });

  test("an event never comes, but the list has it", async () => {
    fault("forget");
    const { id } = await shop.client.paymentIntents.create(held());
    await shop.client.paymentIntents.capture(id);
    await door.received("payment_intent.succeeded");
    expect(await settled()).toMatchObject([{ state: "forgotten" }, { state: "delivered" }]);
    expect(door.types()).toEqual(["payment_intent.succeeded"]);
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
    startStripe({ dataDir, webhookUrl: door.url, webhookRetryDelaysMs: [retryDelayMs] });
  const books = async () =>
    (await (await shop.dev("/books")).json()) as Record<"paymentIntents" | "captures", object[]>;

  test("keeps the books and the idempotency keys", async () => {
    door = webhookDoor();
    shop = start(1);
    const create = () => shop.client.paymentIntents.create(held(1200), { idempotencyKey: "pi:o1" });
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

  test("resumes deliveries in progress after an interruption", async () => {
    door = webhookDoor([SILENCE]);
    shop = start(1);
    await shop.client.paymentIntents.create(held());
    await door.received("payment_intent.amount_capturable_updated");
    await shop.stop();

    shop = start(1);
    await door.received("payment_intent.amount_capturable_updated", 2);
    expect(await settled()).toMatchObject([{ state: "delivered", attempts: 2 }]);
  });

  test("resumes what was still scheduled after an interruption", async () => {
    door = webhookDoor([500]);
    shop = start(300);
    await shop.client.paymentIntents.create(held());
    await door.received("payment_intent.amount_capturable_updated");
    await shop.stop();

    shop = start(300);
    await door.received("payment_intent.amount_capturable_updated", 2);
    expect(await settled()).toMatchObject([{ state: "delivered", attempts: 2 }]);
  });
});
