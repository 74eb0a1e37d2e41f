import { afterAll, beforeAll, expect, test } from "bun:test";
import { manualPayment, type Running, refusal, startStripe } from "./testing";

let shop: Running;
/** The ids of the created intents, oldest first. */
const created: string[] = [];
let customer = "";

beforeAll(async () => {
  shop = startStripe();
  customer = (await shop.client.customers.create({})).id;
  for (const amount of [100, 200, 300, 400, 500]) {
    const owner = amount > 300 ? { customer } : {};
    created.push(
      (await shop.client.paymentIntents.create({ ...manualPayment(amount), ...owner })).id,
    );
  }
});
afterAll(() => shop.stop());

const ids = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id);
const newestFirst = () => created.toReversed();

test("lists newest first, page by page, in both directions", async () => {
  const { paymentIntents } = shop.client;
  const first = await paymentIntents.list({ limit: 2 });
  expect(first).toMatchObject({ object: "list", has_more: true, url: "/v1/payment_intents" });
  expect(ids(first)).toEqual(newestFirst().slice(0, 2));
  const second = await paymentIntents.list({ limit: 3, starting_after: created[3] ?? "" });
  expect(second.has_more).toBe(false);
  expect(ids(second)).toEqual(newestFirst().slice(2));
  const back = await paymentIntents.list({ limit: 2, ending_before: created[0] ?? "" });
  expect(ids(back)).toEqual([created[2] ?? "", created[1] ?? ""]);
});

test("returns every object once through the client's own paging", async () => {
  const seen: string[] = [];
  for await (const { id } of shop.client.paymentIntents.list({ limit: 2 })) seen.push(id);
  expect(seen).toEqual(newestFirst());
});

test("limits the page size to between 1 and 100", async () => {
  const { paymentIntents } = shop.client;
  expect((await paymentIntents.list({ limit: 0 })).data).toHaveLength(1);
  expect((await paymentIntents.list({ limit: 1000 })).data).toHaveLength(5);
});

test("filters lists by customer, payment and time", async () => {
  const { paymentIntents, charges } = shop.client;
  expect(ids(await paymentIntents.list({ customer }))).toEqual(newestFirst().slice(0, 2));
  const [charge] = (await charges.list({ payment_intent: created[0] ?? "" })).data;
  expect(charge).toMatchObject({ amount: 100, payment_intent: created[0] });
  const future = Math.floor(Date.now() / 1000) + 3600;
  expect((await paymentIntents.list({ created: { gt: future } })).data).toEqual([]);
  expect((await paymentIntents.list({ created: { lt: future, gte: 0 } })).data).toHaveLength(5);
  expect((await paymentIntents.list({ created: future })).data).toEqual([]);
});

test("filters events by one type, a pattern or several types", async () => {
  const { events } = shop.client;
  const types = async (params: { type?: string; types?: string[] }) => [
    ...new Set(
      (await events.list({ ...params, limit: 100 })).data.map(({ type }) => type as string),
    ),
  ];
  expect(await types({ type: "charge.succeeded" })).toEqual(["charge.succeeded"]);
  expect((await types({ type: "payment_intent.*" })).sort()).toEqual([
    "payment_intent.amount_capturable_updated",
    "payment_intent.created",
  ]);
  expect((await types({ types: ["charge.succeeded", "payment_intent.created"] })).sort()).toEqual([
    "charge.succeeded",
    "payment_intent.created",
  ]);
  expect(await types({ type: "charge.[" })).toEqual([]);
});

test("reports an event's type, object and causing request", async () => {
  const { id, lastResponse } = await shop.client.paymentIntents.create(manualPayment(700), {
    idempotencyKey: "pi:o9:1",
  });
  const { data } = await shop.client.events.list({ limit: 3 });
  expect(data.map(({ type }) => type as string)).toEqual([
    "payment_intent.amount_capturable_updated",
    "charge.succeeded",
    "payment_intent.created",
  ]);
  expect(data[0]).toMatchObject({
    object: "event",
    api_version: "2026-10-28.endive",
    livemode: false,
    pending_webhooks: 0,
    data: { object: { id, status: "requires_capture" } },
    request: { id: lastResponse.requestId, idempotency_key: "pi:o9:1" },
  });
  expect(data[2]?.data.object).toMatchObject({ id, status: "requires_confirmation" });
  expect(await shop.client.events.retrieve(data[0]?.id ?? "")).toMatchObject({ id: data[0]?.id });
  await shop.client.paymentIntents.cancel(id);
});

test("refuses an unknown cursor, and two cursors at once", async () => {
  const { paymentIntents } = shop.client;
  expect(await refusal(paymentIntents.list({ starting_after: "pi_none" }))).toMatchObject({
    statusCode: 400,
    code: "resource_missing",
    param: "starting_after",
  });
  const both = { starting_after: created[0] ?? "", ending_before: created[1] ?? "" };
  expect((await refusal(paymentIntents.list(both))).message).toContain("Please pass in only one");
});
