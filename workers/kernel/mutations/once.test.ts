import { afterAll, beforeAll, expect, test } from "bun:test";
import { idempotencyKeys as table } from "#db/orders/schema";
import { type TestDatabase, testDatabase } from "#db/testing";
import { AppError } from "#kernel/errors";
import {
  type Idempotency,
  idempotencyOf,
  type KeyedRequest,
  requireKeyedRequest,
} from "#kernel/mutations/idempotency";
import { once } from "#kernel/mutations/once";

let database: TestDatabase;
let keys: Idempotency;
beforeAll(async () => {
  database = await testDatabase("orders");
  keys = idempotencyOf({ db: database.db, table });
});
afterAll(() => database.stop());

const newRequest = (body: unknown = { a: 1 }, header: string = crypto.randomUUID()) =>
  requireKeyedRequest({ principal: "usr_1", method: "POST", path: "/v1/things", header, body });
const find = async (request: KeyedRequest) => (await keys.find(request))?.answer;

/** An effect whose answer contains how often it ran. */
const counting = (request: KeyedRequest | undefined) => {
  let runs = 0;
  const effect = async () => {
    runs += 1;
    const answer = { status: 201, body: `{"runs":${runs}}` };
    if (request) await keys.insertFinished(request, answer);
    return answer;
  };
  return { request, find, effect, runs: () => runs };
};

test("runs the effect once and replays its answer for the same idempotency key", async () => {
  const mutation = counting(await newRequest());
  expect(await once(mutation)).toEqual({ status: 201, body: '{"runs":1}', replayed: false });
  expect(await once(mutation)).toEqual({ status: 201, body: '{"runs":1}', replayed: true });
  expect(mutation.runs()).toBe(1);
});

test("runs the effect each time when the request has no idempotency key", async () => {
  const mutation = counting(undefined);
  await once(mutation);
  expect(await once(mutation)).toMatchObject({ body: '{"runs":2}', replayed: false });
});

test("returns one stored answer to all of twenty concurrent equal requests", async () => {
  const mutation = counting(await newRequest());
  const answers = await Promise.all(Array.from({ length: 20 }, () => once(mutation)));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
});

test("replays the answer of a concurrent equal request when its effect is the reason of a refusal", async () => {
  const mutation = counting(await newRequest());
  const overtaken = async () => {
    await mutation.effect();
    throw new AppError("order_not_cancellable");
  };
  expect(await once({ ...mutation, effect: overtaken })).toMatchObject({
    body: '{"runs":1}',
    replayed: true,
  });
});

test("stores no refusal, so that the same idempotency key can succeed later", async () => {
  const mutation = counting(await newRequest());
  const refusing = { ...mutation, effect: () => Promise.reject(new AppError("conflict")) };
  expect(await once(refusing).catch((err) => err.code)).toBe("conflict");
  expect(await once(mutation)).toMatchObject({ replayed: false });
});

test("refuses an idempotency key that was used for another request", async () => {
  const key = crypto.randomUUID();
  await once(counting(await newRequest({ a: 1 }, key)));
  const other = counting(await newRequest({ a: 2 }, key));
  expect(await once(other).catch((err) => err.code)).toBe("idempotency_key_reused");
  expect(other.runs()).toBe(0);
});
