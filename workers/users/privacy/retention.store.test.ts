import { afterAll, beforeAll, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "#db/testing";
import {
  auditEntries,
  challenges,
  erasureNotices,
  idempotencyKeys,
  refreshTokens,
  sessions,
  users,
} from "#db/users/schema";
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
const challenge = (id: string, expiresAt: number) => ({
  id,
  userId: "usr_12345678",
  purpose: "verify_email" as const,
  email: "pat@example.test",
  createdAt: ago(99),
  expiresAt,
});
const entry = (id: string, at: number) => ({ id, at, act: "sign_in.failed", requestId: "req_1" });
const key = (name: string, createdAt: number) => ({
  scope: "guest",
  key: name,
  fingerprint: "f",
  leaseUntil: 0,
  createdAt,
});

test("deletes expired rows and keeps the others", async () => {
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
      .insert(challenges)
      .values([challenge("lately", ago(13)), challenge("long-ago", ago(15))]),
    db.write.insert(auditEntries).values([entry("this-year", ago(399)), entry("old", ago(401))]),
    db.write.insert(erasureNotices).values([
      { userId: "under-way", email: "sealed", createdAt: ago(1) },
      { userId: "unsent", email: "sealed", createdAt: ago(1) - 1 },
    ]),
  ]);

  expect(await retentionStore({ db }).prune(NOW_MS)).toEqual({
    answersPruned: 1,
    tokensPruned: 1,
    sessionsPruned: 2,
    challengesPruned: 1,
    auditPruned: 1,
    erasureNoticesPruned: 1,
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
  expect(await names(db.read.select({ name: challenges.id }).from(challenges))).toEqual(["lately"]);
  expect(await names(db.read.select({ name: auditEntries.id }).from(auditEntries))).toEqual([
    "this-year",
  ]);
  expect(await names(db.read.select({ name: erasureNotices.userId }).from(erasureNotices))).toEqual(
    ["under-way"],
  );
});
