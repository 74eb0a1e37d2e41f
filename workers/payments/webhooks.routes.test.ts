import { afterAll, afterEach, beforeAll, describe, expect, spyOn, test } from "bun:test";
import { inCall } from "#kernel/testing";
import { orderOf, type TestPayments, testPayments, WEBHOOK_SECRETS } from "./testing";

let shop: TestPayments;
beforeAll(async () => {
  shop = await testPayments();
});
afterEach(() => shop.faults.clear());
afterAll(() => shop.stop());

/** An order whose buyer has to go to their bank, and has been there. */
const challenged = async (outcome?: "success" | "failure") => {
  const request = orderOf("pm_card_threeDSecure2Required");
  await inCall(() => shop.payments.authorise(request));
  const ref = (await shop.rowOf(request.orderId)).providerRef ?? "";
  if (outcome) await shop.authenticate(ref, outcome);
  return { orderId: request.orderId, ref };
};

/** Stripe's own event about an intent, as its webhook would carry it. */
const eventFor = async (ref: string, type: string) => {
  const events = await shop.client.events.list({ type, limit: 100 });
  const event = events.data.find(({ data }) => (data.object as { id: string }).id === ref);
  if (!event) throw new Error(`Stripe has no ${type} about ${ref}`);
  return { id: event.id, body: JSON.stringify(event, null, 2) };
};
const HELD = "payment_intent.amount_capturable_updated";

describe("a signed webhook", () => {
  test("brings a buyer who was at their bank to an authorised payment", async () => {
    const { orderId, ref } = await challenged("success");
    const { id, body } = await eventFor(ref, HELD);
    const answer = await shop.webhook(body);
    expect([answer.status, await answer.json()]).toEqual([200, { received: true }]);
    expect(await shop.rowOf(orderId)).toMatchObject({ state: "authorized", nextAction: null });
    expect(await shop.events(orderId)).toContain("payment.authorized");
    expect(await shop.receipts()).toContain(id);
  });

  test("twenty copies at once, and one more later, move and announce once", async () => {
    const { orderId, ref } = await challenged("success");
    const { body } = await eventFor(ref, HELD);
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.webhook(body)));
    answers.push(await shop.webhook(body));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const events = await shop.events(orderId);
    expect(events.filter((type) => type === "payment.authorized")).toHaveLength(1);
  });

  test("is no news when the payment is there already: one look at the database, none at Stripe", async () => {
    const request = orderOf();
    await inCall(() => shop.payments.authorise(request));
    const { body } = await eventFor((await shop.rowOf(request.orderId)).providerRef ?? "", HELD);
    const [database, stripe] = [await shop.databaseCalls(), (await shop.journal()).length];
    expect((await shop.webhook(body)).status).toBe(200);
    expect(await shop.databaseCalls()).toBe(database + 1);
    expect((await shop.journal()).length).toBe(stripe);
  });

  test("with a signature that does not fit is logged once a minute", async () => {
    const logged = spyOn(console, "error").mockImplementation(() => undefined);
    for (let times = 0; times < 3; times += 1)
      expect((await shop.webhook("{}", "t=1,v1=0")).status).toBe(400);
    const lines = logged.mock.calls.map(([line]) => JSON.parse(String(line)));
    logged.mockRestore();
    expect(lines.map(({ event, times }) => [event, times])).toEqual([["webhook.refused", 1]]);
  });

  test("about something that changes no payment costs nothing", async () => {
    const { ref } = await challenged("success");
    const { body } = await eventFor(ref, "payment_intent.created");
    const [database, stripe] = [await shop.databaseCalls(), (await shop.journal()).length];
    expect((await shop.webhook(body)).status).toBe(200);
    expect(await shop.databaseCalls()).toBe(database);
    expect((await shop.journal()).length).toBe(stripe);
  });

  test.each([
    ["nothing", undefined],
    ["no object", { object: null }],
    ["an object without metadata", { object: { id: "pi_1" } }],
    ["no order", { object: { id: "pi_1", metadata: {} } }],
    ["an order of another shop", { object: { id: "pi_1", metadata: { order_id: "4711" } } }],
    ["half a character", { object: { id: "pi_1", metadata: { order_id: "\ud800" } } }],
  ])("about %s is let pass", async (_, data) => {
    const [database, stripe] = [await shop.databaseCalls(), (await shop.journal()).length];
    const body = JSON.stringify({ id: "evt_odd", object: "event", type: HELD, data });
    expect((await shop.webhook(body)).status).toBe(200);
    expect(await shop.databaseCalls()).toBe(database);
    expect((await shop.journal()).length).toBe(stripe);
  });

  test("is a reason to look and never believed: what it claims counts for nothing", async () => {
    const { orderId, ref } = await challenged();
    const claim = {
      id: "evt_claim",
      object: "event",
      type: "payment_intent.succeeded",
      data: { object: { id: ref, status: "succeeded", metadata: { order_id: orderId } } },
    };
    expect((await shop.webhook(JSON.stringify(claim))).status).toBe(200);
    expect(await shop.rowOf(orderId)).toMatchObject({ state: "requires_action" });
  });

  test("that comes late or out of order leads nowhere back", async () => {
    const { orderId, ref } = await challenged("success");
    const asked = await eventFor(ref, "payment_intent.requires_action");
    const held = await eventFor(ref, HELD);
    await shop.webhook(held.body);
    await inCall(() => shop.payments.capture(orderId));
    for (const { body } of [held, asked, await eventFor(ref, "payment_intent.succeeded")])
      expect((await shop.webhook(body)).status).toBe(200);
    expect(await shop.rowOf(orderId)).toMatchObject({ state: "succeeded", capturedMinor: 2500 });
    expect(await shop.events(orderId)).toEqual([
      "payment.action_required",
      "payment.authorized",
      "payment.succeeded",
    ]);
  });

  test("of somebody else's payment, or of an order of somebody else's, is none of our business", async () => {
    const foreign = await shop.client.paymentIntents.create({
      amount: 900,
      currency: "eur",
      capture_method: "manual",
      confirm: true,
      payment_method: "pm_card_visa",
      allowed_payment_method_types: ["card"],
      metadata: { order_id: orderOf().orderId },
    });
    const { body } = await eventFor(foreign.id, HELD);
    expect((await shop.webhook(body)).status).toBe(200);
    expect((await shop.webhook(body.replaceAll("order_id", "basket"))).status).toBe(200);
    expect(await shop.client.paymentIntents.retrieve(foreign.id)).toMatchObject({
      status: "requires_capture",
    });
  });

  test("tells of a declined card that was tried again behind our back: the money is given back", async () => {
    const request = orderOf("pm_card_chargeDeclined");
    await inCall(() => shop.payments.authorise(request));
    const ref = (await shop.rowOf(request.orderId)).providerRef ?? "";
    await shop.client.paymentIntents.confirm(ref, { payment_method: "pm_card_visa" });
    const { body } = await eventFor(ref, HELD);
    expect((await shop.webhook(body)).status).toBe(200);
    expect(await shop.client.paymentIntents.retrieve(ref)).toMatchObject({ status: "canceled" });
    expect(await shop.rowOf(request.orderId)).toMatchObject({ state: "failed" });
    expect((await shop.webhook(body)).status).toBe(200);
  });

  test("is asked for again when Stripe cannot be asked about it", async () => {
    const { orderId, ref } = await challenged("success");
    const { body } = await eventFor(ref, HELD);
    shop.faults.set({ seed: 1, rules: [{ kind: "drop-before", rate: 1 }] });
    expect((await shop.webhook(body)).status).toBe(503);
    shop.faults.clear();
    expect(await shop.rowOf(orderId)).toMatchObject({ state: "requires_action" });
    expect((await shop.webhook(body)).status).toBe(200);
    expect(await shop.rowOf(orderId)).toMatchObject({ state: "authorized" });
  });

  test("is read with either secret while one replaces the other", async () => {
    const { orderId, ref } = await challenged("failure");
    const { body } = await eventFor(ref, "payment_intent.payment_failed");
    const signature = await shop.signed(body, WEBHOOK_SECRETS[1], shop.clock.now());
    expect((await shop.webhook(body, signature)).status).toBe(200);
    expect(await shop.rowOf(orderId)).toMatchObject({ state: "failed" });
  });
});

describe("a webhook that Stripe did not sign", () => {
  const refused = async (body: string, signature: string) => {
    const database = await shop.databaseCalls();
    const answer = await shop.webhook(body, signature);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "signature_invalid" });
    expect(await shop.databaseCalls()).toBe(database);
  };

  test("with another secret, an altered body, a stale time or a broken header is refused", async () => {
    const { ref } = await challenged("success");
    const { body } = await eventFor(ref, HELD);
    const [secret] = WEBHOOK_SECRETS;
    const now = shop.clock.now();
    const good = await shop.signed(body, secret, now);
    await refused(body, await shop.signed(body, "whsec_guessed", now));
    await refused(body.replace("2500", "1"), good);
    await refused(JSON.stringify(JSON.parse(body)), good);
    await refused(body, await shop.signed(body, secret, now - 301_000));
    for (const header of ["t=1", "v1=abc", "t=,v1=", good.replace("v1=", "v0="), "nonsense"])
      await refused(body, header);
    expect((await shop.webhook(body, good)).status).toBe(200);
  });

  test("without a signature, or without a body, is refused", async () => {
    for (const body of ["{}", ""]) {
      const answer = await inCall(async () =>
        shop.app.request("/webhooks/stripe", { method: "POST", body }),
      );
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: "signature_invalid" });
    }
  });
});

test("only POST is offered", async () => {
  const answer = await inCall(async () => shop.app.request("/webhooks/stripe"));
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
});
