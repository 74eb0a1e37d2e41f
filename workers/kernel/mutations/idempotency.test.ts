import { afterAll, beforeAll, expect, setSystemTime, test } from "bun:test";
import { eq } from "drizzle-orm";
import { idempotencyKeys as table } from "#db/orders/schema";
import { type TestDatabase, testDatabase } from "#db/testing";
import {
  type Idempotency,
  idempotencyOf,
  keyedRequest,
  keyWasUsed,
  requireKeyedRequest,
} from "#kernel/mutations/idempotency";

let database: TestDatabase;
let keys: Idempotency;
beforeAll(async () => {
  database = await testDatabase("orders");
  keys = idempotencyOf({ db: database.db, table });
});
afterAll(() => database.stop());

const inputOf = (body: unknown, header: string | undefined = crypto.randomUUID()) =>
  ({ principal: "usr_1", method: "POST", path: "/v1/things", header, body }) as const;
const request = (body: unknown = { a: 1 }, header?: string) =>
  requireKeyedRequest(inputOf(body, header));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "fine",
    (err) => err.code as string,
  );

test("gives equivalent bodies the same fingerprint", async () => {
  const key = "same-key-1";
  const [one, other] = [await request({ a: 1, b: [2] }, key), await request({ b: [2], a: 1 }, key)];
  expect(one).toEqual(other);
});

test.each(["short", "with space in", "ümlaut-key-1", "x".repeat(256)])(
  "refuses the idempotency key %p",
  async (header) => {
    expect(await codeOf(keyedRequest(inputOf({}, header)))).toBe("idempotency_key_invalid");
  },
);

test("refuses a request without its required idempotency key", async () => {
  expect(await codeOf(requireKeyedRequest({ ...inputOf({}), header: undefined }))).toBe(
    "idempotency_key_required",
  );
});

test.each([-10, 10])(
  "blocks a repeated request by the database's clock when the Worker's clock is %d minutes off",
  async (minutes) => {
    const running = await request();
    await keys.begin(running, "ord_1");
    setSystemTime(Date.now() + minutes * 60_000);
    const code = await codeOf(keys.find(running)).finally(() => setSystemTime());
    expect(code).toBe("idempotency_in_flight");
  },
);

test("returns the stored answer of a repeated request byte for byte", async () => {
  const used = await request();
  await keys.insertFinished(used, { status: 201, body: '{"b":1, "a":2}' });
  expect(await keys.find(used)).toEqual({ answer: { status: 201, body: '{"b":1, "a":2}' } });
});

test("refuses an idempotency key that was used with another body", async () => {
  const used = await request({ a: 1 }, "reused-key");
  await keys.insertFinished(used, { status: 200, body: "{}" });
  expect(await codeOf(keys.find(await request({ a: 2 }, "reused-key")))).toBe(
    "idempotency_key_reused",
  );
});

test("blocks repeats until the lease expires, and then lets one of them take over", async () => {
  const running = await request();
  await keys.begin(running, "ord_1");
  expect(await codeOf(keys.find(running))).toBe("idempotency_in_flight");
  await database.db.write.update(table).set({ leaseUntil: 1 }).where(eq(table.key, running.key));
  expect(await keys.find(running)).toEqual({ resourceId: "ord_1" });
  const taken = await Promise.all([codeOf(keys.takeOver(running)), codeOf(keys.takeOver(running))]);
  expect(taken.toSorted()).toEqual(["fine", "idempotency_in_flight"]);
});

test("accepts an idempotency key once", async () => {
  const used = await request();
  await keys.begin(used, "ord_1");
  const again = await Promise.resolve(keys.begin(used, "ord_2")).catch((err) => err);
  expect(keyWasUsed(again)).toBe(true);
});

test("keeps the first stored answer when a second one is written", async () => {
  const used = await request();
  await keys.begin(used, "ord_1");
  await keys.finish(used, { status: 201, body: "first" });
  await keys.finish(used, { status: 402, body: "second" });
  expect(await keys.find(used)).toMatchObject({ answer: { status: 201, body: "first" } });
});
