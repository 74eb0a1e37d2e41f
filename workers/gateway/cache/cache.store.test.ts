import { beforeEach, expect, test } from "bun:test";
import { movableClock } from "#kernel/testing";
import { type AnswerCache, answerCache } from "./cache.store";

let clock: ReturnType<typeof movableClock>;
let cache: AnswerCache;
beforeEach(() => {
  clock = movableClock();
  cache = answerCache(clock);
});

const answer = (text: string, headers: Record<string, string> = {}) =>
  new Response(text, {
    headers: {
      ETag: `"${text}"`,
      "Cache-Control": "public, s-maxage=10",
      "Bodega-Tags": "prd_1",
      ...headers,
    },
  });
const keep = (key: string, response: Response) => cache.keep(key, response, cache.generation());

test("replays an answer until it expires", async () => {
  await keep("/a", answer("a"));
  expect(await cache.answer("/a", null)?.text()).toBe("a");
  expect(await cache.answer("/a", null)?.text()).toBe("a");
  clock.advance(10_000);
  expect(cache.answer("/a", null)).toBeUndefined();
});

test.each(['"a"', 'W/"a"', '"x", "a"', "*"])(
  "answers 304 when the client has the answer: %p",
  async (known) => {
    await keep("/a", answer("a"));
    expect(cache.answer("/a", known)?.status).toBe(304);
  },
);

test.each(['"ab"', "a", '"x"a"'])(
  "returns the whole answer when the client has another one: %p",
  async (known) => {
    await keep("/a", answer("a"));
    expect(cache.answer("/a", known)?.status).toBe(200);
  },
);

test("does not store an answer that is not marked as cacheable", async () => {
  await keep("/a", answer("a", { "Cache-Control": "private, no-store" }));
  await keep(
    "/b",
    new Response("b", { status: 404, headers: { "Cache-Control": "s-maxage=10", ETag: '"b"' } }),
  );
  expect([cache.answer("/a", null), cache.answer("/b", null)]).toEqual([undefined, undefined]);
});

test("purges the answers that show an object, and does not store a read that began before the purge", async () => {
  await keep("/a", answer("a"));
  await keep("/b", answer("b", { "Bodega-Tags": "prd_2" }));
  const before = cache.generation();
  cache.purge(["prd_1"]);
  expect(cache.answer("/a", null)).toBeUndefined();
  expect(cache.answer("/b", null)).toBeDefined();
  await cache.keep("/a", answer("old"), before);
  expect(cache.answer("/a", null)).toBeUndefined();
});

test("stays within its bytes by removing the oldest entries first", async () => {
  const big = "x".repeat(400 * 1024);
  for (let index = 0; index < 60; index += 1) await keep(`/${index}`, answer(big));
  expect(cache.answer("/0", null)).toBeUndefined();
  expect(cache.answer("/59", null)).toBeDefined();
});

test("does not store an answer when its URL is too long", async () => {
  const long = `/v1/products?limit=${"0".repeat(2048)}1`;
  await keep(long, answer("a"));
  expect(cache.answer(long, null)).toBeUndefined();
  expect(cache.bytes()).toBe(0);
});

test("counts the bytes of URLs and headers as well as bodies", async () => {
  const chars = 2000;
  for (let index = 0; index < 10_000; index += 1)
    await keep(`/${String(index).padStart(chars, "0")}`, answer("a"));
  expect(cache.bytes()).toBeLessThanOrEqual(16 * 1024 * 1024);
  expect(cache.answer(`/${"0".repeat(chars)}`, null)).toBeUndefined();
});

test("removes stale entries when another answer is stored", async () => {
  for (let index = 0; index < 100; index += 1) await keep(`/${index}`, answer("a"));
  const full = cache.bytes();
  clock.advance(10_000);
  await keep("/last", answer("a"));
  expect(cache.bytes()).toBeLessThan(full / 50);
});
