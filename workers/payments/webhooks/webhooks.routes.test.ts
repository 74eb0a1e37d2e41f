import { afterAll, afterEach, beforeAll, describe, expect, spyOn, test } from "bun:test";
import { inCall } from "#kernel/testing";
import { orderOf, type TestPayments, testPayments, WEBHOOK_SECRETS } from "#payments/testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

/** Returns an order that requires 3-D Secure; with an outcome, the buyer has answered the bank's page. */
const challenged = async (outcome?: "success" | "failure") => {
  const request = orderOf("pm_card_threeDSecure2Required");
  await worker.authorise(request);
  const ref = (await worker.rowOf(request.orderId)).providerRef ?? "";
  if (outcome) await worker.authenticate(ref, outcome);
  return { orderId: request.orderId, ref };
};

const HELD = "payment_intent.amount_capturable_updated";

describe("signed webhook", () => {
  test("authorises the payment when the buyer passes 3-D Secure", async () => {
    const { orderId, ref } = await challenged("success");
    const { id, body } = await worker.eventOf(ref, HELD);
    const answer = await worker.webhook(body);
    expect([answer.status, await answer.json()]).toEqual([200, { received: true }]);
    expect(await worker.rowOf(orderId)).toMatchObject({ state: "authorized", nextAction: null });
    expect(await worker.events(orderId)).toContain("payment.authorized");
    expect(await worker.receipts()).toContain(id);
  });

  test("moves and announces the payment once when twenty copies arrive at once and one later", async () => {
    const { orderId, ref } = await challenged("success");
    const { body } = await worker.eventOf(ref, HELD);
    const answers = await Promise.all(Array.from({ length: 20 }, () => worker.webhook(body)));
    answers.push(await worker.webhook(body));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const events = await worker.events(orderId);
    expect(events.filter((type) => type === "payment.authorized")).toHaveLength(1);
  });

  test("makes one database call and none to Stripe when the payment already has the state", async () => {
    const request = orderOf();
    await worker.authorise(request);
    const { body } = await worker.eventOf(
      (await worker.rowOf(request.orderId)).providerRef ?? "",
      HELD,
    );
    const [database, stripe] = [await worker.databaseCalls(), (await worker.journal()).length];
    expect((await worker.webhook(body)).status).toBe(200);
    expect(await worker.databaseCalls()).toBe(database + 1);
    expect((await worker.journal()).length).toBe(stripe);
  });

  test("logs refused signatures once a minute", async () => {
    const logged = spyOn(console, "error").mockImplementation(() => undefined);
    for (let times = 0; times < 3; times += 1)
      expect((await worker.webhook("{}", "t=1,v1=0")).status).toBe(400);
    const lines = logged.mock.calls.map(([line]) => JSON.parse(String(line)));
    logged.mockRestore();
    expect(lines.map(({ event, times }) => [event, times])).toEqual([["webhook.refused", 1]]);
  });

  test("makes no calls when the event changes no payment", async () => {
    const { ref } = await challenged("success");
    const { body } = await worker.eventOf(ref, "payment_intent.created");
    const [database, stripe] = [await worker.databaseCalls(), (await worker.journal()).length];
    expect((await worker.webhook(body)).status).toBe(200);
    expect(await worker.databaseCalls()).toBe(database);
    expect((await worker.journal()).length).toBe(stripe);
  });

  test.each([
    ["nothing", undefined],
    ["no object", { object: null }],
    ["an object without metadata", { object: { id: "pi_1" } }],
    ["no order", { object: { id: "pi_1", metadata: {} } }],
    ["an order of another shop", { object: { id: "pi_1", metadata: { order_id: "4711" } } }],
    ["half a character", { object: { id: "pi_1", metadata: { order_id: "\ud800" } } }],
  ])("answers 200 and makes no calls when the event has %s", async (_, data) => {
    const [database, stripe] = [await worker.databaseCalls(), (await worker.journal()).length];
    const body = JSON.stringify({ id: "evt_odd", object: "event", type: HELD, data });
    expect((await worker.webhook(body)).status).toBe(200);
    expect(await worker.databaseCalls()).toBe(database);
    expect((await worker.journal()).length).toBe(stripe);
  });

  test("reads the payment from Stripe instead of trusting the claimed state", async () => {
    const { orderId, ref } = await challenged();
    const claim = {
      id: "evt_claim",
      object: "event",
      type: "payment_intent.succeeded",
      data: { object: { id: ref, status: "succeeded", metadata: { order_id: orderId } } },
    };
    expect((await worker.webhook(JSON.stringify(claim))).status).toBe(200);
    expect(await worker.rowOf(orderId)).toMatchObject({ state: "requires_action" });
  });

  test("never moves a payment back when events arrive late or out of order", async () => {
    const { orderId, ref } = await challenged("success");
    const actionRequired = await worker.eventOf(ref, "payment_intent.requires_action");
    const held = await worker.eventOf(ref, HELD);
    await worker.webhook(held.body);
    await worker.capture(orderId);
    for (const { body } of [
      held,
      actionRequired,
      await worker.eventOf(ref, "payment_intent.succeeded"),
    ])
      expect((await worker.webhook(body)).status).toBe(200);
    expect(await worker.rowOf(orderId)).toMatchObject({ state: "succeeded", capturedMinor: 2500 });
    expect(await worker.events(orderId)).toEqual([
      "payment.action_required",
      "payment.authorized",
      "payment.succeeded",
    ]);
  });

  test("ignores payments and orders of another shop", async () => {
    const foreign = await worker.client.paymentIntents.create({
      amount: 900,
      currency: "eur",
      capture_method: "manual",
      confirm: true,
      payment_method: "pm_card_visa",
      allowed_payment_method_types: ["card"],
      metadata: { order_id: orderOf().orderId },
    });
    const { body } = await worker.eventOf(foreign.id, HELD);
    expect((await worker.webhook(body)).status).toBe(200);
    expect((await worker.webhook(body.replaceAll("order_id", "basket"))).status).toBe(200);
    expect(await worker.client.paymentIntents.retrieve(foreign.id)).toMatchObject({
      status: "requires_capture",
    });
  });

  test("voids the money when a declined payment is confirmed again at Stripe", async () => {
    const request = orderOf("pm_card_chargeDeclined");
    await worker.authorise(request);
    const ref = (await worker.rowOf(request.orderId)).providerRef ?? "";
    await worker.client.paymentIntents.confirm(ref, { payment_method: "pm_card_visa" });
    const { body } = await worker.eventOf(ref, HELD);
    expect((await worker.webhook(body)).status).toBe(200);
    expect(await worker.client.paymentIntents.retrieve(ref)).toMatchObject({ status: "canceled" });
    expect(await worker.rowOf(request.orderId)).toMatchObject({ state: "failed" });
    expect((await worker.webhook(body)).status).toBe(200);
  });

  test("answers 503 when Stripe does not answer, so that the webhook is repeated", async () => {
    const { orderId, ref } = await challenged("success");
    const { body } = await worker.eventOf(ref, HELD);
    worker.faults.set({ seed: 1, rules: [{ kind: "drop-before", rate: 1 }] });
    expect((await worker.webhook(body)).status).toBe(503);
    worker.faults.clear();
    expect(await worker.rowOf(orderId)).toMatchObject({ state: "requires_action" });
    expect((await worker.webhook(body)).status).toBe(200);
    expect(await worker.rowOf(orderId)).toMatchObject({ state: "authorized" });
  });

  test("accepts either secret during a rotation", async () => {
    const { orderId, ref } = await challenged("failure");
    const { body } = await worker.eventOf(ref, "payment_intent.payment_failed");
    const signature = await worker.signed(body, WEBHOOK_SECRETS[1], worker.clock.now());
    expect((await worker.webhook(body, signature)).status).toBe(200);
    expect(await worker.rowOf(orderId)).toMatchObject({ state: "failed" });
  });
});

describe("webhook with an invalid signature", () => {
  const refused = async (body: string, signature: string) => {
    const database = await worker.databaseCalls();
    const answer = await worker.webhook(body, signature);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "signature_invalid" });
    expect(await worker.databaseCalls()).toBe(database);
  };

  test("is refused when secret, body, time or header is wrong", async () => {
    const { ref } = await challenged("success");
    const { body } = await worker.eventOf(ref, HELD);
    const [secret] = WEBHOOK_SECRETS;
    const now = worker.clock.now();
    const good = await worker.signed(body, secret, now);
    await refused(body, await worker.signed(body, "whsec_guessed", now));
    await refused(body.replace("2500", "1"), good);
    await refused(JSON.stringify(JSON.parse(body)), good);
    await refused(body, await worker.signed(body, secret, now - 301_000));
    for (const header of ["t=1", "v1=abc", "t=,v1=", good.replace("v1=", "v0="), "nonsense"])
      await refused(body, header);
    expect((await worker.webhook(body, good)).status).toBe(200);
  });

  test("is refused when the signature or the body is missing", async () => {
    for (const body of ["{}", ""]) {
      const answer = await inCall(async () =>
        worker.app.request("/webhooks/stripe", { method: "POST", body }),
      );
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: "signature_invalid" });
    }
  });
});

test("answers 405 when the method is not POST", async () => {
  const answer = await inCall(async () => worker.app.request("/webhooks/stripe"));
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
});
