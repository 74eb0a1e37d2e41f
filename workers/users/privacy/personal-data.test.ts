import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { auditEntries, challenges, recoveryCodes, secondFactors } from "#db/users/schema";
import { newId } from "#kernel/ids";
import { testTrace } from "#kernel/testing";
import { signedUp, type UsersWorker, usersWorker } from "#users/testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const ADDRESS = { name: "Pat", line1: "1 Way", city: "Berlin", postalCode: "10999", country: "DE" };

/** Returns a user with one row in each table. */
const withOneOfEach = async (email: string) => {
  const { actor, refreshToken } = await signedUp(shop, { email });
  await shop.ask("POST", "/v1/me/addresses", { actor, body: ADDRESS });
  await shop.ask("PUT", "/v1/me/consents", {
    actor,
    body: { marketing: true, source: "checkout" },
  });
  return { actor, refreshToken };
};

const exported = (userId: string) =>
  shop.worker.personalData(userId, testTrace()) as Promise<Record<string, object[]>>;

test("exports all data of the account, with times in RFC 3339", async () => {
  const { actor } = await withOneOfEach("pat@example.test");
  const { userId } = actor;
  const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
  const data = await exported(userId);
  expect(data).toMatchObject({
    account: { id: userId, email: "pat@example.test", name: "Pat Person", createdAt: at },
    addresses: [{ ...ADDRESS, isDefaultShipping: true, createdAt: at }],
    consents: [{ purpose: "marketing", granted: true, source: "checkout", createdAt: at }],
    sessions: [{ createdAt: at, lastUsedAt: at, endedAt: null }],
    secondFactors: { email: null, totp: null, recoveryCodesLeft: 0 },
  });
  expect(data.audit).toContainEqual(
    expect.objectContaining({ act: "consent.changed", actorId: userId, at }),
  );
});

test("exports no secret, hash or token", async () => {
  const { actor, refreshToken } = await withOneOfEach("sam@example.test");
  const { userId } = actor;
  const times = { createdAt: 1, updatedAt: 1 };
  const { db } = shop;
  await db.write.insert(secondFactors).values({ userId, totpSecret: "sealed-secret", ...times });
  await db.write.insert(recoveryCodes).values({ userId, hash: "hash-of-a-code", createdAt: 1 });
  await db.write.insert(challenges).values({
    id: newId("challenge"),
    userId,
    purpose: "verify_email",
    email: "sam@example.test",
    tokenHash: "hash-of-a-link",
    createdAt: 1,
    expiresAt: 2,
  });
  const text = JSON.stringify(await exported(userId));
  expect(JSON.parse(text)).toMatchObject({
    secondFactors: { recoveryCodesLeft: 1 },
    challenges: [
      { purpose: "verify_email", email: "sam@example.test" },
      { purpose: "verify_email", email: "sam@example.test" },
    ],
  });
  const secrets = ["sealed-secret", "hash-of", refreshToken, "$argon2", "$scrypt"];
  for (const secret of secrets) expect(text).not.toContain(secret);
});

test("exports every audit entry of the account, and none of other accounts", async () => {
  const { actor } = await withOneOfEach("ada@example.test");
  const { userId } = actor;
  const [before] = await shop.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.actorId, userId));
  const entry = { at: 1, actorId: null, act: "sign_in.failed", requestId: "req_1" };
  const ids = Array.from({ length: 1100 }, () => newId("audit"));
  for (let at = 0; at < ids.length; at += 100) {
    const some = ids.slice(at, at + 100);
    await shop.db.write
      .insert(auditEntries)
      .values(some.map((id) => ({ ...entry, id, subject: userId })));
  }
  await shop.db.write
    .insert(auditEntries)
    .values({ ...entry, id: newId("audit"), subject: newId("user") });
  const { audit = [] } = await exported(userId);
  const seen = audit.map((one) => (one as { id: string }).id);
  expect(seen.filter((id) => ids.includes(id))).toEqual(ids.toSorted());
  expect(seen).toContain(before?.id ?? "");
  expect(audit.every((one) => JSON.stringify(one).includes(userId))).toBe(true);
});

test("exports nothing when the account is unknown", async () => {
  expect(await exported(newId("user"))).toEqual({});
});
