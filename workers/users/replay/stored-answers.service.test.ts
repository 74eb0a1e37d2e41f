import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { type TestDatabase, testDatabase } from "#db/testing";
import { idempotencyKeys } from "#db/users/schema";
import { AppError, appErrorIn } from "#kernel/errors";
import { idempotencyOf, keyedRequest } from "#kernel/mutations/idempotency";
import { answersService, type ToStored } from "./stored-answers.service";
import { answersStore, commit } from "./stored-answers.store";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("users");
});
afterAll(() => database.stop());

const SECRET = "a secret of thirty-two characters";
const dependencies = () => {
  const { db } = database;
  return { db, idempotency: idempotencyOf({ db, table: idempotencyKeys }) };
};
const requestWith = (header: string, body: unknown = {}) =>
  keyedRequest({ principal: "guest", method: "POST", path: "/v1/x", header, body });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (err) => appErrorIn(err)?.code,
  );

/** Returns an effect that counts its runs and answers with the count. */
const counting = () => {
  const effect = {
    runs: 0,
    run: async (toStored: ToStored) => {
      effect.runs += 1;
      const answer = { status: 201, body: `{"run":${effect.runs}}` };
      await commit(dependencies(), await toStored(answer), []);
      return answer;
    },
  };
  return effect;
};

test("runs the effect once for each idempotency key, and replays the first answer", async () => {
  const answers = answersService({ store: answersStore(dependencies()), secret: SECRET });
  const effect = counting();
  const first = await answers.once(await requestWith("key-once-1"), effect.run);
  expect(first).toEqual({ status: 201, body: '{"run":1}', replayed: false });
  const second = await answers.once(await requestWith("key-once-1"), effect.run);
  expect(second).toEqual({ ...first, replayed: true });
  expect(effect.runs).toBe(1);
});

test("replays the first committed answer when two requests arrive at once", async () => {
  const answers = answersService({ store: answersStore(dependencies()), secret: SECRET });
  const effect = counting();
  const request = await requestWith("key-race-1");
  const results = await Promise.all([1, 2, 3, 4].map(() => answers.once(request, effect.run)));
  expect(new Set(results.map(({ body }) => body)).size).toBe(1);
  expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1);
});

test("runs the effect each time when there is no idempotency key", async () => {
  const answers = answersService({ store: answersStore(dependencies()), secret: SECRET });
  const effect = counting();
  await answers.once(undefined, effect.run);
  await answers.once(undefined, effect.run);
  expect(effect.runs).toBe(2);
});

test("stores no refusal, and accepts the same idempotency key again", async () => {
  const answers = answersService({ store: answersStore(dependencies()), secret: SECRET });
  const request = await requestWith("key-refused-1");
  const refusal = () => Promise.reject(new AppError("invalid_credentials"));
  expect(await codeOf(answers.once(request, refusal))).toBe("invalid_credentials");
  expect(await codeOf(answers.once(request, counting().run))).toBe("done");
});

test("refuses an idempotency key that is reused with a different body", async () => {
  const answers = answersService({ store: answersStore(dependencies()), secret: SECRET });
  await answers.once(await requestWith("key-other-1"), counting().run);
  const other = answers.once(await requestWith("key-other-1", { other: true }), counting().run);
  expect(await codeOf(other)).toBe("idempotency_key_reused");
});

test("refuses a stored answer that was changed in the database, and does not run the effect again", async () => {
  const answers = answersService({ store: answersStore(dependencies()), secret: SECRET });
  const effect = counting();
  await answers.once(await requestWith("key-tampered"), effect.run);
  await database.db.write
    .update(idempotencyKeys)
    .set({ body: '{"accessToken":"forged"}' })
    .where(eq(idempotencyKeys.key, "key-tampered"));
  expect(await codeOf(answers.once(await requestWith("key-tampered"), effect.run))).toBe(
    "conflict",
  );
  expect(effect.runs).toBe(1);
});

test("stores neither the answer nor a guessable fingerprint in readable form", async () => {
  const answers = answersService({ store: answersStore(dependencies()), secret: SECRET });
  const request = await requestWith("key-sealed-1", { password: "corner-shop-2026" });
  await answers.once(request, counting().run);
  const rows = await database.db.read.select().from(idempotencyKeys);
  const row = rows.find(({ key }) => key === "key-sealed-1");
  expect(row?.status).toBe(201);
  expect(row?.body).not.toContain("run");
  expect(row?.fingerprint).not.toBe(request?.fingerprint ?? "");
});
