import { afterAll, describe, expect, test } from "bun:test";
import { and, eq, isNull } from "drizzle-orm";
import { auditEntries, challenges, outbox, secondFactors, sessions } from "#db/users/schema";
import type { User } from "#kernel/actor";
import { PASSWORD, signedUp } from "#users/testing";
import {
  anAddress,
  credentialsWorker,
  NEXT_PASSWORD,
  refusedWith,
  TOKEN_INVALID,
} from "./credentials.testing";

const shop = await credentialsWorker();
afterAll(() => shop.stop());

describe("reset of the password by mail", () => {
  const forgot = (email: string, key?: string) =>
    shop.post("/v1/auth/password/forgot", { email }, key ? { key } : {});
  const reset = (token: string, password = NEXT_PASSWORD) =>
    shop.post("/v1/auth/password/reset", { token, password });

  test("sets a new password by the link, ends every session and verifies the e-mail address", async () => {
    const { email, userId, actor } = await shop.signedInTwice();
    expect((await forgot(email)).status).toBe(202);
    const token = await shop.tokenFor(userId, "reset_password");
    expect((await reset(token)).status).toBe(204);
    expect(await shop.isActive(actor)).toBe(false);
    const ends = await shop.db.read.select().from(sessions).where(eq(sessions.userId, userId));
    expect(ends.map(({ endReason }) => endReason)).toEqual(["password_reset", "password_reset"]);
    expect((await shop.account(userId))?.emailVerifiedAt).toBeNumber();
    expect(await shop.login(email, PASSWORD)).toBeUndefined();
    expect(await shop.login(email, NEXT_PASSWORD)).toBeDefined();
    expect(await shop.eventTypes(userId)).toContain("user.password_changed");
    expect(await shop.auditActs(userId)).toContain("password.reset");
  });

  /** Resets the password by the mailed link, as the owner of the mailbox. */
  const resetByMail = async (email: string, userId: string) => {
    await forgot(email);
    return reset(await shop.tokenFor(userId, "reset_password"));
  };

  test("lets the owner sign in after a reset when strangers have used up the account's attempts", async () => {
    const { email, userId } = await signedUp(shop);
    for (let i = 0; i < 11; i += 1) await shop.login(email, `wrong ${i}`);
    expect(await shop.login(email, PASSWORD)).toBeUndefined();
    expect((await resetByMail(email, userId)).status).toBe(204);
    expect(await shop.login(email, NEXT_PASSWORD)).toBeDefined();
  });

  test("mails a reset link when strangers have often tried to register with the address", async () => {
    const { email, userId } = await signedUp(shop);
    const body = { email, password: PASSWORD, name: "Not The Owner" };
    for (let i = 0; i < 6; i += 1) await shop.post("/v1/auth/register", body);
    expect((await resetByMail(email, userId)).status).toBe(204);
  });

  test("revokes device tokens issued before the reset", async () => {
    const { email, userId, deviceToken } = await signedUp(shop);
    await resetByMail(email, userId);
    for (let i = 0; i < 11; i += 1) await shop.login(email, `wrong ${i}`);
    const body = { email, password: NEXT_PASSWORD, deviceToken };
    expect((await shop.post("/v1/auth/login", body)).status).toBe(429);
  });

  const withEmailStep = async (verified: boolean) => {
    const person = await signedUp(shop, { verified });
    const { userId } = person;
    await shop.db.write
      .insert(secondFactors)
      .values({ userId, emailAt: 1, createdAt: 1, updatedAt: 1 });
    return person;
  };

  test("deletes second factors in a reset when they were enabled before the address was verified", async () => {
    const { email, userId } = await withEmailStep(false);
    await resetByMail(email, userId);
    expect(await shop.login(email, NEXT_PASSWORD)).toBeDefined();
  });

  test("keeps second factors in a reset when the address was verified before", async () => {
    const { email, userId } = await withEmailStep(true);
    await resetByMail(email, userId);
    expect(await shop.login(email, NEXT_PASSWORD)).toBeUndefined();
  });

  test("resets the password once when a link is used ten times at once", async () => {
    const { email, userId } = await shop.signedInTwice();
    await forgot(email);
    const token = await shop.tokenFor(userId, "reset_password");
    const passwords = Array.from({ length: 10 }, (_, i) => `${i} gulls above the pier`);
    const answers = await Promise.all(passwords.map((password) => reset(token, password)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(9);
    const changes = (await shop.eventTypes(userId)).filter(
      (type) => type === "user.password_changed",
    );
    expect(changes).toHaveLength(1);
  });

  test("answers 400 to replaced, expired and invented links", async () => {
    const { email, userId, actor } = await shop.signedInTwice();
    await forgot(email);
    const older = await shop.tokenFor(userId, "reset_password");
    await forgot(email);
    const newer = await shop.tokenFor(userId, "reset_password");
    expect(newer).not.toBe(older);
    const guess = `${older.slice(0, -1)}${older.endsWith("A") ? "E" : "A"}`;
    await shop.letExpire(userId, "reset_password");
    for (const token of [older, newer, guess]) {
      expect(await refusedWith(await reset(token))).toEqual(TOKEN_INVALID);
    }
    expect(await shop.isActive(actor)).toBe(true);
    expect(await shop.login(email, PASSWORD)).toBeDefined();
  });

  test("answers 400 to a link of another purpose", async () => {
    const { userId } = await shop.signedInTwice();
    const token = await shop.tokenFor(userId, "verify_email");
    expect(await refusedWith(await reset(token))).toEqual(TOKEN_INVALID);
    expect((await shop.post("/v1/auth/email/verify", { token })).status).toBe(204);
  });

  test("refuses a common password and keeps the link valid", async () => {
    const { email, userId } = await shop.signedInTwice();
    await forgot(email);
    const token = await shop.tokenFor(userId, "reset_password");
    expect(await refusedWith(await reset(token, "password123"))).toEqual([
      422,
      "password_too_common",
    ]);
    expect((await reset(token)).status).toBe(204);
  });

  test("stores no token of a link", async () => {
    const { email, userId } = await shop.signedInTwice();
    await forgot(email, crypto.randomUUID());
    const token = await shop.tokenFor(userId, "reset_password");
    expect(token).toMatch(/^[\w-]{43}$/);
    const rows = await Promise.all(
      [challenges, outbox, auditEntries].map((table) => shop.db.read.select().from(table)),
    );
    expect(JSON.stringify(rows)).toContain(userId);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test("mails at most three links while a link is valid, and answers 202 to further requests", async () => {
    const { email, userId } = await shop.signedInTwice();
    const answers = await Promise.all(Array.from({ length: 4 }, () => forgot(email)));
    expect(answers.map(({ status }) => status)).toEqual(Array(4).fill(202));
    const links = await shop.sent(userId, "reset_password");
    expect(links.map(({ endedAt }) => endedAt === null)).toEqual([true, false, false]);
    const requested = (await shop.eventTypes(userId)).filter((type) =>
      type.includes("reset_requested"),
    );
    expect(requested).toHaveLength(3);
    expect((await reset(await shop.tokenFor(userId, "reset_password"))).status).toBe(204);
  });

  /** Returns the visible part of a request's answer, and the number of its database calls. */
  const trail = async (email: string, key: string) => {
    const requestId = `forgot-${crypto.randomUUID()}`;
    const answer = await shop.ask("POST", "/v1/auth/password/forgot", {
      body: { email },
      key,
      headers: { "x-request-id": requestId },
    });
    const calls = await shop.callsOf(requestId);
    return { status: answer.status, headers: [...answer.headers], calls: calls.length };
  };

  test("gives the same answer with the same number of calls for a known address, a full mailbox and an unknown address", async () => {
    const { email } = await shop.signedInTwice();
    const key = () => crypto.randomUUID();
    const withAccount = await trail(email, key());
    for (let i = 0; i < 2; i += 1) await forgot(email);
    const enough = await trail(email, key());
    const stranger = anAddress();
    const unknown = await trail(stranger, key());
    expect(withAccount.calls).toBe(3);
    expect([enough, unknown]).toEqual([withAccount, withAccount]);
    const again = key();
    const { email: another } = await shop.signedInTwice();
    await Promise.all([trail(another, again), trail(stranger, again.toUpperCase())]);
    const replayed = await trail(another, again);
    expect(await trail(stranger, again.toUpperCase())).toEqual(replayed);
    expect(replayed.headers).toContainEqual(["idempotent-replayed", "true"]);
  });

  test("records an audit entry without a subject, and sends no mail, when the address has no account", async () => {
    const before = (await shop.db.read.select().from(outbox)).length;
    const email = anAddress();
    await forgot(email);
    const [note] = await shop.db.read
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.act, "password.reset_requested"), isNull(auditEntries.subject)));
    expect(note).toMatchObject({ actorId: null });
    expect(await shop.db.read.select().from(outbox)).toHaveLength(before);
  });
});

describe("change of the password by its owner", () => {
  const change = (actor: User, body: object, key?: string) =>
    shop.post("/v1/me/password", body, { actor, ...(key ? { key } : {}) });
  const right = { currentPassword: PASSWORD, newPassword: NEXT_PASSWORD };

  test("ends every other session and every open link when the password is changed", async () => {
    const { email, userId, actor } = await shop.signedInTwice();
    const other = await shop.login(email, PASSWORD);
    await shop.post("/v1/auth/password/forgot", { email });
    const token = await shop.tokenFor(userId, "reset_password");
    expect((await change(actor, right)).status).toBe(204);
    expect([other && (await shop.isActive(other)), await shop.isActive(actor)]).toEqual([
      false,
      true,
    ]);
    const reset = await shop.post("/v1/auth/password/reset", { token, password: PASSWORD });
    expect(await refusedWith(reset)).toEqual(TOKEN_INVALID);
    expect(await shop.login(email, NEXT_PASSWORD)).toBeDefined();
    expect(await shop.eventTypes(userId)).toContain("user.password_changed");
    expect(await shop.auditActs(userId)).toContain("password.changed");
  });

  test.each([
    [{ ...right, currentPassword: "not that one" }, 401, "invalid_credentials"],
    [{ ...right, newPassword: "password123" }, 422, "password_too_common"],
    [{ ...right, newPassword: "short" }, 400, "validation_failed"],
    [{ newPassword: NEXT_PASSWORD }, 400, "validation_failed"],
  ])("refuses the body %p and keeps the password", async (body, status, code) => {
    const { email, actor } = await shop.signedInTwice();
    expect(await refusedWith(await change(actor, body))).toEqual([status, code]);
    expect(await shop.login(email, PASSWORD)).toBeDefined();
  });

  test("answers 401 to a change of password when the session has ended but its access token is valid", async () => {
    const { email, actor } = await shop.signedInTwice();
    await shop.post("/v1/auth/logout", { refreshToken: actor.refreshToken });
    expect(await refusedWith(await change(actor, right))).toEqual([401, "unauthenticated"]);
    expect(await shop.login(email, PASSWORD)).toBeDefined();
  });

  test("keeps only the session whose change succeeded when two sessions change the password at once", async () => {
    const { email, actor } = await shop.signedInTwice();
    const other = await shop.login(email, PASSWORD);
    if (!other) throw new Error("one can sign in twice");
    const answers = await Promise.all([
      change(actor, right),
      change(other, { ...right, newPassword: "six gulls above the pier" }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 401]);
    const won = answers[0]?.status === 204;
    expect([await shop.isActive(actor), await shop.isActive(other)]).toEqual([won, !won]);
    expect((await shop.login(email, NEXT_PASSWORD)) !== undefined).toBe(won);
  });
});
