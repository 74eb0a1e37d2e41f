import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { type TestDatabase, testDatabase } from "#db/testing";
import { idempotencyKeys, outbox as outboxRows, sessions, users } from "#db/users/schema";
import type { User } from "#kernel/actor";
import { appErrorIn } from "#kernel/errors";
import { outboxOf } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import { idempotencyOf } from "#kernel/mutations/idempotency";
import { movableClock, recordingQueue } from "#kernel/testing";
import { ACCOUNT } from "#users/account.statements";
import { endSessions } from "#users/sessions/sessions.statements";
import { erasureService } from "./erasure.service";
import { erasureStore } from "./erasure.store";

const SECRET = "a secret of thirty-two characters";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("users");
});
afterAll(() => database.stop());

const clock = movableClock();

const signedIn = async (): Promise<User> => {
  const { write } = database.db;
  const [userId, sessionId] = [newId("user"), newId("session")];
  const times = { createdAt: clock.now(), updatedAt: clock.now() };
  const person = { name: "Ed", email: `${userId}@example.test`, passwordHash: "none" };
  await write.insert(users).values({ id: userId, roles: ["customer"], ...person, ...times });
  const lasting = { lastUsedAt: clock.now(), expiresAt: clock.now() + 60_000 };
  await write
    .insert(sessions)
    .values({ id: sessionId, userId, createdAt: clock.now(), ...lasting });
  return { kind: "user", userId, sessionId, roles: ["customer"] };
};

/** Erases an account, and runs a step after the password was verified. */
const erase = (actor: User, meanwhile: () => Promise<unknown>) => {
  const { db } = database;
  const idempotency = idempotencyOf({ db, table: idempotencyKeys });
  const outbox = outboxOf({ db, table: outboxRows, queue: recordingQueue() });
  const require = async () => {
    const [account] = await db.read.select(ACCOUNT).from(users).where(eq(users.id, actor.userId));
    if (!account) throw new Error("There is no such account.");
    await meanwhile();
    return { account, headers: {} };
  };
  const service = erasureService({
    store: erasureStore({ db, idempotency, outbox }),
    proof: { require, requireStepUp: async () => (await require()).account },
    outbox,
    clock,
    secret: SECRET,
  });
  return service.erase(actor, "proved").then(
    () => "erased",
    (err) => appErrorIn(err)?.code,
  );
};

test("keeps the account when a password reset has ended the session after the password was verified", async () => {
  const actor = await signedIn();
  const { userId } = actor;
  const reset = async () =>
    endSessions(database, { userId, reason: "password_reset", nowMs: clock.now() });
  expect(await erase(actor, reset)).toBe("unauthenticated");
  expect(await database.db.read.$count(users, eq(users.id, userId))).toBe(1);
});

test("erases an account once when two requests arrive at once", async () => {
  const actor = await signedIn();
  const second = () => erase(actor, async () => undefined);
  let first: unknown;
  expect(await erase(actor, async () => (first = await second()))).toBe("unauthenticated");
  expect(first).toBe("erased");
  expect(await database.db.read.$count(users, eq(users.id, actor.userId))).toBe(0);
});
