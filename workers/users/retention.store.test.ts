import { afterAll, beforeAll, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "#db/testing";
import { idempotencyKeys, outbox, refreshTokens, sessions, users } from "#db/users/schema";
import type { Envelope } from "#kernel/events";
import { retentionStore } from "./retention.store";

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW_MS = Date.UTC(2026, 10, 22);
const ago = (days: number) => NOW_MS - days * DAY_MS;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("users");
});
afterAll(() => database.stop());

const session = (id: string, change: Partial<typeof sessions.$inferInsert> = {}) => ({
  id,
  userId: "usr_12345678",
  createdAt: ago(20),
  lastUsedAt: ago(1),
  expiresAt: NOW_MS + DAY_MS,
  ...change,
});
const event = (id: string, acknowledgedAt: number | null) => ({
  id,
  type: "user.registered",
  subject: "usr_12345678",
  envelope: {} as Envelope,
  createdAt: ago(30),
  dueAt: ago(30),
  acknowledgedAt,
});
const key = (name: string, createdAt: number) => ({
  scope: "guest",
  key: name,
  fingerprint: "f",
  leaseUntil: 0,
  createdAt,
});

test("deletes what nothing can ask for any more, and nothing else", async () => {
  const { db } = database;
  const person = { name: "Pat", email: "pat@example.test", passwordHash: "none" };
  await db.write.batch([
    db.write.insert(users).values({
      id: "usr_12345678",
      roles: ["customer"],
      ...person,
      createdAt: ago(99),
      updatedAt: ago(99),
    }),
    db.write
      .insert(sessions)
      .values([
        session("alive"),
        session("expired", { expiresAt: NOW_MS - 1 }),
        session("ended-lately", { endedAt: ago(13), endReason: "logout" }),
        session("ended-long-ago", { endedAt: ago(15), endReason: "logout" }),
      ]),
    db.write.insert(refreshTokens).values([
      { hash: "live", sessionId: "alive", createdAt: ago(20) },
      { hash: "used-lately", sessionId: "alive", createdAt: ago(20), usedAt: ago(13) },
      { hash: "used-long-ago", sessionId: "alive", createdAt: ago(20), usedAt: ago(15) },
      { hash: "of-expired", sessionId: "expired", createdAt: ago(1) },
    ]),
    db.write.insert(idempotencyKeys).values([key("recent", ago(6)), key("old", ago(8))]),
    db.write
      .insert(outbox)
      .values([event("waiting", null), event("heard", ago(13)), event("heard-long-ago", ago(15))]),
  ]);

  expect(await retentionStore({ db }).prune(NOW_MS)).toEqual({
    answersPruned: 1,
    tokensPruned: 1,
    sessionsPruned: 2,
    eventsPruned: 1,
  });
  const names = async (rows: PromiseLike<{ name: string }[]>) =>
    (await rows).map(({ name }) => name).sort();
  expect(await names(db.read.select({ name: sessions.id }).from(sessions))).toEqual([
    "alive",
    "ended-lately",
  ]);
  expect(await names(db.read.select({ name: refreshTokens.hash }).from(refreshTokens))).toEqual([
    "live",
    "used-lately",
  ]);
  expect(await names(db.read.select({ name: idempotencyKeys.key }).from(idempotencyKeys))).toEqual([
    "recent",
  ]);
  expect(await names(db.read.select({ name: outbox.id }).from(outbox))).toEqual([
    "heard",
    "waiting",
  ]);
});
