import { afterEach, expect, test } from "bun:test";
import { clientOf, problem, type Received, startShop } from "./testing.js";

let stop = () => Promise.resolve();
afterEach(() => stop());

/** Starts a shop that sends these answers in turn, and the last one from then on. */
const answering = (...answers: ((request: Received) => Response)[]) => {
  let nth = 0;
  const shop = startShop((request) => {
    const answer = answers[Math.min(nth++, answers.length - 1)];
    return answer?.(request) ?? problem(500, "internal");
  });
  stop = shop.stop;
  return shop;
};

const cart = () => Response.json({ id: "crt_1" }, { status: 201 });

const PASSING = [
  ["rate_limited", 429],
  ["overloaded", 503],
  ["order_unsettled", 503],
  ["idempotency_in_flight", 409],
] as const;

for (const [code, status] of PASSING)
  test(`repeats a change with its key after the shop's pause when the answer is ${code}`, async () => {
    const shop = answering(() => problem(status, code, { "retry-after": "2" }), cart);
    const { client, waitsMs } = clientOf(shop.url);
    const { data } = await client.createCart({ lines: [] });
    expect(data).toMatchObject({ id: "crt_1" });
    expect(waitsMs).toEqual([2250]);
    const [first, second] = shop.received.map(({ headers, text }) => [
      headers.get("idempotency-key"),
      text,
    ]);
    expect(first?.[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).toEqual(first);
  });

test("repeats a change with its key when the connection breaks", async () => {
  const shop = answering(cart);
  const keys: unknown[] = [];
  const { client, waitsMs } = clientOf(shop.url, {
    fetch: (url, init) => {
      keys.push(new Request(url, init).headers.get("idempotency-key"));
      return keys.length < 3 ? Promise.reject(new TypeError("broken")) : fetch(url, init);
    },
  });
  const { data } = await client.createCart({ lines: [] }, { idempotencyKey: "my-own-key" });
  expect(data).toMatchObject({ id: "crt_1" });
  expect(keys).toEqual(["my-own-key", "my-own-key", "my-own-key"]);
  expect(waitsMs).toEqual([250, 500]);
});

test("returns no_answer when no try reaches the shop", async () => {
  const shop = answering(cart);
  await shop.stop();
  const { client, waitsMs } = clientOf(shop.url, { retry: { triesMax: 3 } });
  const { error, response } = await client.createCart({});
  expect(error).toMatchObject({ code: "no_answer", status: 0 });
  expect(response).toBeUndefined();
  expect(waitsMs).toHaveLength(2);
});

test("returns the error at once when its pause exceeds the time of a call", async () => {
  const shop = answering(() => problem(429, "rate_limited", { "retry-after": "900" }));
  const { client, waitsMs } = clientOf(shop.url);
  const { error } = await client.signIn({ email: "a@b.test", password: "x" });
  expect(error?.code).toBe("rate_limited");
  expect(waitsMs).toEqual([]);
});

test("repeats nothing when the answer is a stored one, a refusal or a failure", async () => {
  const refusals = [
    problem(429, "rate_limited", { "idempotent-replayed": "true" }),
    problem(409, "insufficient_stock"),
    problem(500, "internal"),
  ];
  const shop = answering(...refusals.map((one) => () => one));
  const { client, waitsMs } = clientOf(shop.url);
  const body = { cartId: "crt_1", payment: { method: "card" as const } };
  const codes = [];
  for (const _ of refusals) codes.push((await client.placeOrder(body)).error?.code);
  expect(codes).toEqual(["rate_limited", "insufficient_stock", "internal"]);
  expect(waitsMs).toEqual([]);
});

test("returns no_answer with the status when a proxy answers in place of the shop", async () => {
  const shop = answering(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  const { error } = await clientOf(shop.url, { retry: { triesMax: 2 } }).client.listCategories();
  expect(error).toMatchObject({ code: "no_answer", status: 502 });
  expect(shop.received).toHaveLength(2);
});

test("throws the caller's reason when the call is aborted before the next try", async () => {
  const controller = new AbortController();
  const shop = answering(() => {
    controller.abort(new Error("the page is closed"));
    return problem(503, "overloaded");
  });
  const { client } = clientOf(shop.url);
  const call = client.readProduct("mug", {}, { signal: controller.signal });
  await expect(call).rejects.toThrow("the page is closed");
});

test("throws the caller's reason when the call is aborted while it waits for the answer", async () => {
  const controller = new AbortController();
  const shop = startShop(() => {
    controller.abort(new Error("the page is closed"));
    return new Promise<Response>(() => undefined);
  });
  stop = shop.stop;
  const { client } = clientOf(shop.url, { retry: { triesMax: 1 } });
  const call = client.readProduct("mug", {}, { signal: controller.signal });
  await expect(call).rejects.toThrow("the page is closed");
  expect(shop.received).toHaveLength(1);
});
