import { afterEach, beforeEach, expect, test } from "bun:test";
import type Stripe from "stripe";
import { manualPayment, type Running, refusal, startStripe } from "./testing";

let shop: Running;
beforeEach(() => {
  shop = startStripe();
});
afterEach(() => shop.stop());

const DAY_MS = 24 * 3600_000;
const create = (idempotencyKey: string, change: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  shop.client.paymentIntents.create({ ...manualPayment(), ...change }, { idempotencyKey });
const header = ({ lastResponse }: Stripe.Response<object>, name: string) =>
  // The SDK's types call the headers a record, but its fetch client returns a Headers object.
  new Headers(lastResponse.headers).get(name);
const intents = async () => (await shop.client.paymentIntents.list()).data;

test("replays the stored answer when a key is repeated, and creates nothing", async () => {
  const first = await create("pi:o1:1");
  const again = await create("pi:o1:1");
  expect(again).toEqual(first);
  expect(header(again, "idempotent-replayed")).toBe("true");
  expect(header(again, "original-request")).toBe(first.lastResponse.requestId);
  expect(header(first, "idempotent-replayed")).toBeNull();
  expect(await intents()).toHaveLength(1);
});

test("replays a decline", async () => {
  const declined = () => refusal(create("k", { payment_method: "pm_card_chargeDeclined" }));
  const first = await declined();
  const again = await declined();
  expect(again.statusCode).toBe(402);
  expect(again.payment_intent?.id).toBe(first.payment_intent?.id ?? "");
  expect(await intents()).toHaveLength(1);
});

test("replays the refusal of a call with valid parameters, even if the call would succeed now", async () => {
  const { id } = await create("k", { confirm: false });
  const capture = () =>
    refusal(shop.client.paymentIntents.capture(id, undefined, { idempotencyKey: "cap" }));
  expect((await capture()).code).toBe("payment_intent_unexpected_state");
  await shop.client.paymentIntents.confirm(id);
  expect((await capture()).code).toBe("payment_intent_unexpected_state");
});

test("leaves the key free when the parameters are invalid", async () => {
  expect((await refusal(create("k", { currency: "xxx" }))).statusCode).toBe(400);
  expect((await create("k")).status).toBe("requires_capture");
});

test("refuses a key with other parameters or at another endpoint", async () => {
  const { id } = await create("k");
  expect(await refusal(create("k", { amount: 1 }))).toMatchObject({
    type: "StripeIdempotencyError",
    statusCode: 400,
    rawType: "idempotency_error",
    message: expect.stringContaining("same parameters"),
  });
  expect(
    await refusal(shop.client.paymentIntents.capture(id, undefined, { idempotencyKey: "k" })),
  ).toMatchObject({ statusCode: 400, message: expect.stringContaining("same endpoint") });
});

test("refuses a key while its call runs, and replays the answer afterwards", async () => {
  shop.faults.set({
    seed: 1,
    rules: [{ kind: "delay", rate: 1, ms: 100, times: 1, match: { pathPrefix: "/executing/v1/" } }],
  });
  const first = create("k");
  const meanwhile = await refusal(create("k"));
  expect(meanwhile).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });
  expect((await create("other")).status).toBe("requires_capture");
  const done = await first;
  expect((await create("k")).id).toBe(done.id);
});

test("accepts a key again after a day", async () => {
  const first = await create("k");
  shop.moveClock(DAY_MS - 1000);
  expect((await create("k")).id).toBe(first.id);
  shop.moveClock(1001);
  expect((await create("k")).id).not.toBe(first.id);
});

test("replays an answer that was lost", async () => {
  shop.faults.set({ seed: 1, rules: [{ kind: "apply-then-drop", rate: 1, times: 1 }] });
  // The client retries once by itself after a cut connection, with the same key.
  const again = await create("k");
  expect(header(again, "idempotent-replayed")).toBe("true");
  expect(await intents()).toMatchObject([{ id: again.id }]);
});
