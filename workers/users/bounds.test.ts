import { afterAll, beforeAll, expect, test } from "bun:test";
import { and, eq, isNotNull } from "drizzle-orm";
import {
  addresses,
  apiKeys,
  auditEntries,
  challenges,
  consents,
  idempotencyKeys,
  refreshTokens,
  secondFactors,
  sessions,
} from "#db/users/schema";
import { newId } from "#kernel/ids";
import { EXACT_LIMITS } from "#kernel/routes/rate-classes";
import { ADDRESSES_MAX } from "#users/addresses/addresses.store";
import { API_KEYS_MAX } from "#users/api-keys/api-keys.rules";
import { ROWS_AN_HOUR } from "#users/audit/audit.statements";
import { CHANGES_A_DAY } from "#users/consents/consents.store";
import { ANSWERS_MAX } from "#users/replay/stored-answers.store";
import { USED_TOKENS_MAX } from "#users/sessions/refresh-tokens.statements";
import { SESSIONS_MAX } from "#users/sessions/sessions.statements";
import { PASSWORD, type SignedUp, signedUp, type UsersWorker, usersWorker } from "./testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const login = (email: string, password = PASSWORD) =>
  shop.ask("POST", "/v1/auth/login", { body: { email, password } });
const actsOf = async (act: string, subject: string) =>
  shop.db.read
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.act, act), eq(auditEntries.subject, subject)));
const HOUR_MS = 60 * 60 * 1000;
/** Returns the number of rows for equal acts since a time: one, and two if the hour has changed since. */
const hoursSince = (startMs: number) =>
  Math.floor(Date.now() / HOUR_MS) - Math.floor(startMs / HOUR_MS) + 1;

test("counts an account's refused sign-ins of an hour in one audit row", async () => {
  const startMs = Date.now();
  const { email, userId } = await signedUp(shop);
  for (let i = 0; i < 4; i += 1) expect((await login(email, "wrong password")).status).toBe(401);
  const rows = await actsOf("sign_in.failed", userId);
  expect(rows.length).toBeLessThanOrEqual(hoursSince(startMs));
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(4);
});

test("counts refused sign-ins with unknown addresses in one audit row", async () => {
  const startMs = Date.now();
  const failed = () =>
    shop.db.read.select().from(auditEntries).where(eq(auditEntries.act, "sign_in.failed"));
  const before = await failed();
  for (let i = 0; i < 4; i += 1) await login(`${crypto.randomUUID()}@example.com`);
  expect((await failed()).length - before.length).toBeLessThanOrEqual(hoursSince(startMs));
});

test("counts equal acts in one audit row when the account has the maximum number of rows in an hour", async () => {
  const startMs = Date.now();
  const person = await signedUp(shop);
  const forged = Array.from({ length: ROWS_AN_HOUR }, (_, i) => ({
    id: `aud_forged${i}${person.userId.slice(-8)}`,
    at: Date.now(),
    actorId: person.userId,
    act: "session.revoked",
    requestId: "req_1",
  }));
  await shop.db.write.insert(auditEntries).values(forged);
  const revoke = () => shop.ask("DELETE", "/v1/me/sessions", { actor: person.actor });
  for (let i = 0; i < 5; i += 1) expect((await revoke()).status).toBe(204);
  const rows = await shop.db.read
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.actorId, person.userId), isNotNull(auditEntries.windowKey)));
  expect(rows.length).toBeLessThanOrEqual(hoursSince(startMs));
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(5);
});

/** Inserts sessions of an account, the oldest first. */
const addSessions = async ({ userId }: SignedUp, number: number) => {
  const at = Date.now() - HOUR_MS;
  const rows = Array.from({ length: number }, (_, i) => ({
    id: `ses_old${String(i).padStart(4, "0")}${userId.slice(-8)}`,
    userId,
    createdAt: at + i,
    lastUsedAt: at + i,
    expiresAt: Date.now() + HOUR_MS,
  }));
  await shop.db.write.insert(sessions).values(rows);
  return rows;
};

test("deletes the oldest session of an account when a sign-in exceeds the maximum number", async () => {
  const person = await signedUp(shop);
  const [oldest] = await addSessions(person, SESSIONS_MAX - 1);
  expect((await login(person.email)).status).toBe(200);
  const left = await shop.db.read.select().from(sessions).where(eq(sessions.userId, person.userId));
  expect(left).toHaveLength(SESSIONS_MAX);
  expect(left.map(({ id }) => id)).not.toContain(oldest?.id ?? "");
  expect(left.map(({ id }) => id)).toContain(person.sessionId);
});

test("deletes the oldest used token of a session when a refresh exceeds the maximum number", async () => {
  const { sessionId, refreshToken } = await signedUp(shop);
  const now = Date.now();
  const used = Array.from({ length: USED_TOKENS_MAX }, (_, i) => ({
    hash: `used-${i}-${sessionId}`,
    sessionId,
    createdAt: now - USED_TOKENS_MAX + i,
    usedAt: now - USED_TOKENS_MAX + i,
  }));
  for (let i = 0; i < used.length; i += 500)
    await shop.db.write.insert(refreshTokens).values(used.slice(i, i + 500));
  const { status } = await shop.ask("POST", "/v1/auth/refresh", { body: { refreshToken } });
  expect(status).toBe(200);
  const ofSession = and(eq(refreshTokens.sessionId, sessionId), isNotNull(refreshTokens.usedAt));
  expect(await shop.db.read.$count(refreshTokens, ofSession)).toBe(USED_TOKENS_MAX);
  const first = eq(refreshTokens.hash, `used-0-${sessionId}`);
  expect(await shop.db.read.$count(refreshTokens, first)).toBe(0);
});

test("answers 429 to a change of consents when the account has the maximum number of changes in a day", async () => {
  const { actor, userId } = await signedUp(shop);
  const change = (marketing: boolean) =>
    shop.ask("PUT", "/v1/me/consents", { actor, body: { marketing, source: "a test" } });
  for (let i = 0; i < CHANGES_A_DAY; i += 1) expect((await change(i % 2 === 0)).status).toBe(200);
  const refused = await change(true);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeWithin(86_000, 86_401);
  expect((await change(false)).status).toBe(200);
  expect(await shop.db.read.$count(consents, eq(consents.userId, userId))).toBe(CHANGES_A_DAY);
});

test("deletes the oldest stored answer of an account when a new one exceeds the maximum number", async () => {
  const { actor, userId } = await signedUp(shop);
  const scope = `${userId} PATCH /v1/me`;
  const old = Array.from({ length: ANSWERS_MAX }, (_, i) => ({
    scope,
    key: `old-key-${i}`,
    fingerprint: "f",
    status: 200,
    body: "sealed",
    leaseUntil: 0,
    createdAt: Date.now() - HOUR_MS + i,
  }));
  await shop.db.write.insert(idempotencyKeys).values(old);
  const body = { name: "Robin Renamed" };
  const { status } = await shop.ask("PATCH", "/v1/me", { actor, body, key: "newest-key" });
  expect(status).toBe(200);
  const stored = await shop.db.read
    .select({ key: idempotencyKeys.key })
    .from(idempotencyKeys)
    .where(eq(idempotencyKeys.scope, scope));
  expect(stored).toHaveLength(ANSWERS_MAX);
  expect(stored.map(({ key }) => key)).toContain("newest-key");
  expect(stored.map(({ key }) => key)).not.toContain("old-key-0");
});

test("answers 409 to a new address when the address book is full", async () => {
  const { actor, userId } = await signedUp(shop);
  const times = { createdAt: 1, updatedAt: 1 };
  const place = { name: "Ada", line1: "1 Way", city: "Berlin", postalCode: "10115", country: "DE" };
  const book = Array.from({ length: ADDRESSES_MAX - 1 }, () => ({
    id: newId("address"),
    userId,
    ...place,
    ...times,
  }));
  await shop.db.write.insert(addresses).values(book);
  const add = async () =>
    (await shop.ask("POST", "/v1/me/addresses", { actor, body: place })).status;
  expect([await add(), await add()]).toEqual([201, 409]);
  expect(await shop.db.read.$count(addresses, eq(addresses.userId, userId))).toBe(ADDRESSES_MAX);
});

test("answers 409 to a new API key when the shop has as many active ones as it may have", async () => {
  const { actor } = await signedUp(shop, { roles: ["admin"] });
  const key = (n: number): typeof apiKeys.$inferInsert => ({
    id: newId("apiKey"),
    name: `Key ${n}`,
    kind: "public",
    scopes: [],
    prefix: "bdg_pub_0000",
    hash: `hash ${n}`,
    createdBy: actor.userId,
    createdAt: n,
  });
  const active = Array.from({ length: API_KEYS_MAX - 1 }, (_, n) => key(n));
  const ended = [
    { ...key(1000), revokedAt: 1 },
    { ...key(1001), expiresAt: 1 },
  ];
  await shop.db.write.insert(apiKeys).values([...active, ...ended]);
  const body = { name: "Storefront", kind: "public" };
  const make = async () => shop.ask("POST", "/v1/admin/api-keys", { actor, body });
  const answers = await Promise.all([make(), make()]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  const full = await make();
  expect(await full.json()).toMatchObject({
    code: "conflict",
    detail: "The shop has 100 active API keys. Revoke one first.",
  });
  expect((await shop.ask("DELETE", `/v1/admin/api-keys/${active[0]?.id}`, { actor })).status).toBe(
    204,
  );
  expect((await make()).status).toBe(201);
});

test("stores no answer when a sign-out has an idempotency key", async () => {
  const before = await shop.db.read.$count(idempotencyKeys);
  const body = { refreshToken: `forged-${crypto.randomUUID()}` };
  const { status } = await shop.ask("POST", "/v1/auth/logout", { body, key: crypto.randomUUID() });
  expect(status).toBe(204);
  expect(await shop.db.read.$count(idempotencyKeys)).toBe(before);
});

const withSecondStep = async (by: "email" | "totp") => {
  const person = await signedUp(shop, { verified: true });
  const times = { createdAt: 1, updatedAt: 1 };
  const step = by === "email" ? { emailAt: 1 } : { totpSecret: "sealed", totpConfirmedAt: 1 };
  await shop.db.write.insert(secondFactors).values({ userId: person.userId, ...step, ...times });
  return person;
};

test("answers 429 to a sign-in that mails a code when the mailbox has reached its limit", async () => {
  const { email, userId } = await withSecondStep("email");
  const { triesMax } = EXACT_LIMITS.mailbox;
  const statuses: number[] = [];
  for (let i = 0; i < triesMax + 2; i += 1) statuses.push((await login(email)).status);
  expect(statuses).toEqual([...Array(triesMax).fill(401), 429, 429]);
  expect(await shop.db.read.$count(challenges, eq(challenges.userId, userId))).toBe(
    triesMax + 1, // The registration has created one more challenge.
  );
});

test("answers 429 to a sign-in with an authenticator app when the account has used up its attempts", async () => {
  const { email } = await withSecondStep("totp");
  const { triesMax } = EXACT_LIMITS.account;
  const statuses: number[] = [];
  for (let i = 0; i < triesMax + 1; i += 1) statuses.push((await login(email)).status);
  expect(statuses).toEqual([...Array(triesMax).fill(401), 429]);
});

test("answers 429 to changes by two accounts when their common mailbox has reached its limit", async () => {
  const name = crypto.randomUUID();
  const { triesMax } = EXACT_LIMITS.notice;
  const change = ({ actor }: SignedUp) =>
    shop.ask("PATCH", "/v1/me/second-factors", {
      actor,
      body: { currentPassword: PASSWORD, totp: false },
    });
  const people = [
    await signedUp(shop, { email: `${name}+1@example.com` }),
    await signedUp(shop, { email: `${name}+2@example.com` }),
  ] as const;
  const statuses: number[] = [];
  for (let i = 0; i <= triesMax; i += 1)
    statuses.push((await change(people[i % 2 === 0 ? 0 : 1])).status);
  expect(statuses).toEqual([...Array(triesMax).fill(200), 429]);
});
