import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { and, desc, eq, sql } from "drizzle-orm";
import { decodeJwt } from "jose";
import type { ChallengePurpose, Tokens } from "#contract/users";
import { auditEntries, challenges, outbox, sessions, users } from "#db/users/schema";
import type { User } from "#kernel/actor";
import { testTrace } from "#kernel/testing";
import { PASSWORD, signedUp, type UsersWorker, usersWorker } from "./testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const NEXT_PASSWORD = "five gulls above the pier";

const post = (path: string, body: unknown, more: { actor?: User; key?: string } = {}) =>
  shop.ask("POST", path, { body, ...more });

const anAddress = () => `${crypto.randomUUID()}@example.test`;

/** Signs in; undefined where that is refused. */
const login = async (email: string, password: string): Promise<(User & Tokens) | undefined> => {
  const answer = await post("/v1/auth/login", { email, password });
  if (answer.status !== 200) return undefined;
  const told = (await answer.json()) as Tokens;
  const { sub = "", sid } = decodeJwt<{ sid: string }>(told.accessToken);
  return { kind: "user", userId: sub, sessionId: sid, roles: ["customer"], ...told };
};

/** Somebody new, signed in twice: when registering, and as who is answered here. */
const signedInTwice = async () => {
  const { email, userId } = await signedUp(shop);
  const actor = await login(email, PASSWORD);
  if (!actor) throw new Error("whoever has just registered signs in");
  return { email, userId, actor };
};

const goesOn = async ({ refreshToken }: Tokens) =>
  (await post("/v1/auth/refresh", { refreshToken })).status === 200;

/** The challenges of an account: the one that is open, then those that have ended, the latest first. */
const sent = (userId: string, purpose: ChallengePurpose) =>
  shop.db.read
    .select()
    .from(challenges)
    .where(and(eq(challenges.userId, userId), eq(challenges.purpose, purpose)))
    .orderBy(sql`${challenges.endedAt} is not null`, desc(challenges.endedAt));

/** The token in the mail that counts. */
const tokenFor = async (userId: string, purpose: ChallengePurpose) => {
  const [challenge] = await sent(userId, purpose);
  const mail = await shop.worker.challengeMail(challenge?.id ?? "", testTrace());
  return mail?.secret ?? "";
};

const announced = async (subject: string) => {
  const rows = await shop.db.read
    .select({ type: outbox.type })
    .from(outbox)
    .where(eq(outbox.subject, subject))
    .orderBy(sql`rowid`);
  return rows.map(({ type }) => type);
};
const noted = async (subject: string) => {
  const rows = await shop.db.read
    .select({ act: auditEntries.act })
    .from(auditEntries)
    .where(eq(auditEntries.subject, subject));
  return rows.map(({ act }) => act);
};
const account = async (userId: string) => {
  const [row] = await shop.db.read.select().from(users).where(eq(users.id, userId));
  return row;
};
/** Lets the open challenge of a kind be over. */
const letExpire = async (userId: string, purpose: ChallengePurpose) => {
  const [challenge] = await sent(userId, purpose);
  await shop.db.write
    .update(challenges)
    .set({ expiresAt: Date.now() })
    .where(eq(challenges.id, challenge?.id ?? ""));
};

const refusedWith = async (answer: Response) => {
  const { code } = (await answer.json()) as { code: string };
  return [answer.status, code];
};
const TOKEN_INVALID = [400, "token_invalid"];

describe("proving an address", () => {
  const verify = (token: string, key?: string) =>
    post("/v1/auth/email/verify", { token }, key ? { key } : {});
  const resend = (actor: User, key?: string) =>
    shop.ask("POST", "/v1/auth/email/resend", { actor, ...(key ? { key } : {}) });

  test("the link that came with the registration does it, once", async () => {
    const { userId } = await signedInTwice();
    expect(await account(userId)).toMatchObject({ emailVerifiedAt: null });
    const token = await tokenFor(userId, "verify_email");
    const answer = await verify(token);
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expect((await account(userId))?.emailVerifiedAt).toBeNumber();
    expect(await refusedWith(await verify(token))).toEqual(TOKEN_INVALID);
    expect(await announced(userId)).toEqual([
      "user.registered",
      "user.verification_requested",
      "user.email_verified",
    ]);
    expect(await noted(userId)).toContain("email.verified");
  });

  test("the same request again is answered the same", async () => {
    const { userId } = await signedInTwice();
    const token = await tokenFor(userId, "verify_email");
    const key = crypto.randomUUID();
    const answers = [await verify(token, key), await verify(token, key)];
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect(answers[1]?.headers.get("idempotent-replayed")).toBe("true");
    expect(await refusedWith(await verify(token, crypto.randomUUID()))).toEqual(TOKEN_INVALID);
  });

  test("a newer link ends the one before, and one that is over proves nothing", async () => {
    const { userId, actor } = await signedInTwice();
    const older = await tokenFor(userId, "verify_email");
    expect((await resend(actor)).status).toBe(202);
    expect(await refusedWith(await verify(older))).toEqual(TOKEN_INVALID);
    const newer = await tokenFor(userId, "verify_email");
    await letExpire(userId, "verify_email");
    expect(await refusedWith(await verify(newer))).toEqual(TOKEN_INVALID);
    expect(await account(userId)).toMatchObject({ emailVerifiedAt: null });
  });

  test("a link proves the address it was sent to, and none that the account has since", async () => {
    const { userId } = await signedInTwice();
    const token = await tokenFor(userId, "verify_email");
    await shop.db.write.update(users).set({ email: anAddress() }).where(eq(users.id, userId));
    expect(await refusedWith(await verify(token))).toEqual(TOKEN_INVALID);
  });

  test("three links an hour, the registration's among them; more are asked for in vain", async () => {
    const { userId, actor } = await signedInTwice();
    const answers = await Promise.all(Array.from({ length: 5 }, () => resend(actor)));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(202));
    expect(await sent(userId, "verify_email")).toHaveLength(3);
    const asked = (await announced(userId)).filter((type) => type.includes("verification"));
    expect(asked).toHaveLength(3);
    expect((await verify(await tokenFor(userId, "verify_email"))).status).toBe(204);
  });

  test("who has proved it gets no further link", async () => {
    const { userId, actor } = await signedInTwice();
    await verify(await tokenFor(userId, "verify_email"));
    const key = crypto.randomUUID();
    const answers = [await resend(actor, key), await resend(actor, key)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(await sent(userId, "verify_email")).toHaveLength(1);
  });
});

describe("a forgotten password", () => {
  const forgot = (email: string, key?: string) =>
    post("/v1/auth/password/forgot", { email }, key ? { key } : {});
  const reset = (token: string, password = NEXT_PASSWORD) =>
    post("/v1/auth/password/reset", { token, password });

  test("a link sets a new one, ends every session, and proves the address", async () => {
    const { email, userId, actor } = await signedInTwice();
    expect((await forgot(email)).status).toBe(202);
    const token = await tokenFor(userId, "reset_password");
    expect((await reset(token)).status).toBe(204);
    expect(await goesOn(actor)).toBe(false);
    const ends = await shop.db.read.select().from(sessions).where(eq(sessions.userId, userId));
    expect(ends.map(({ endReason }) => endReason)).toEqual(["password_reset", "password_reset"]);
    expect((await account(userId))?.emailVerifiedAt).toBeNumber();
    expect(await login(email, PASSWORD)).toBeUndefined();
    expect(await login(email, NEXT_PASSWORD)).toBeDefined();
    expect(await announced(userId)).toContain("user.password_changed");
    expect(await noted(userId)).toContain("password.reset");
  });

  test("of one link used ten times at once, one use counts", async () => {
    const { email, userId } = await signedInTwice();
    await forgot(email);
    const token = await tokenFor(userId, "reset_password");
    const passwords = Array.from({ length: 10 }, (_, i) => `${i} gulls above the pier`);
    const answers = await Promise.all(passwords.map((password) => reset(token, password)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(9);
    const changes = (await announced(userId)).filter((type) => type === "user.password_changed");
    expect(changes).toHaveLength(1);
  });

  test("an older link, one that is over and a guess open nothing", async () => {
    const { email, userId, actor } = await signedInTwice();
    await forgot(email);
    const older = await tokenFor(userId, "reset_password");
    await forgot(email);
    const newer = await tokenFor(userId, "reset_password");
    expect(newer).not.toBe(older);
    const guess = `${older.slice(0, -1)}${older.endsWith("A") ? "E" : "A"}`;
    await letExpire(userId, "reset_password");
    for (const token of [older, newer, guess]) {
      expect(await refusedWith(await reset(token))).toEqual(TOKEN_INVALID);
    }
    expect(await goesOn(actor)).toBe(true);
    expect(await login(email, PASSWORD)).toBeDefined();
  });

  test("a link for one thing is none for another", async () => {
    const { userId } = await signedInTwice();
    const token = await tokenFor(userId, "verify_email");
    expect(await refusedWith(await reset(token))).toEqual(TOKEN_INVALID);
    expect((await post("/v1/auth/email/verify", { token })).status).toBe(204);
  });

  test("a common password is refused, and the link stays good", async () => {
    const { email, userId } = await signedInTwice();
    await forgot(email);
    const token = await tokenFor(userId, "reset_password");
    expect(await refusedWith(await reset(token, "password123"))).toEqual([
      422,
      "password_too_common",
    ]);
    expect((await reset(token)).status).toBe(204);
  });

  test("nothing in the database is a link's token", async () => {
    const { email, userId } = await signedInTwice();
    await forgot(email, crypto.randomUUID());
    const token = await tokenFor(userId, "reset_password");
    expect(token).toMatch(/^[\w-]{43}$/);
    const rows = await Promise.all(
      [challenges, outbox, auditEntries].map((table) => shop.db.read.select().from(table)),
    );
    expect(JSON.stringify(rows)).toContain(userId);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test("an account is mailed three times an hour, and nobody sees that it was enough", async () => {
    const { email, userId } = await signedInTwice();
    const answers = await Promise.all(Array.from({ length: 6 }, () => forgot(email)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(202));
    const links = await sent(userId, "reset_password");
    expect(links.map(({ endedAt }) => endedAt === null)).toEqual([true, false, false]);
    const asked = (await announced(userId)).filter((type) => type.includes("reset_requested"));
    expect(asked).toHaveLength(3);
    expect((await reset(await tokenFor(userId, "reset_password"))).status).toBe(204);
  });

  /** What can be seen of a request from outside, and how many calls it makes. */
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

  test("an address with an account, one that had enough and one without cost the same calls", async () => {
    const { email } = await signedInTwice();
    const key = () => crypto.randomUUID();
    const known = await trail(email, key());
    for (let i = 0; i < 3; i += 1) await forgot(email);
    const enough = await trail(email, key());
    const stranger = anAddress();
    const unknown = await trail(stranger, key());
    expect(known.calls).toBe(3);
    expect([enough, unknown]).toEqual([known, known]);
    const again = key();
    await Promise.all([trail(email, again), trail(stranger, again.toUpperCase())]);
    const replayed = await trail(email, again);
    expect(await trail(stranger, again.toUpperCase())).toEqual(replayed);
    expect(replayed.headers).toContainEqual(["idempotent-replayed", "true"]);
  });

  test("an address without an account leaves a note without a name, and no mail is asked for", async () => {
    const before = (await shop.db.read.select().from(outbox)).length;
    const email = anAddress();
    await forgot(email);
    const [note] = await shop.db.read
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.act, "password.reset_requested"))
      .orderBy(desc(auditEntries.at), desc(auditEntries.id))
      .limit(1);
    expect(note).toMatchObject({ actorId: null, subject: null });
    expect(await shop.db.read.select().from(outbox)).toHaveLength(before);
  });
});

describe("a new password", () => {
  const change = (actor: User, body: object, key?: string) =>
    post("/v1/me/password", body, { actor, ...(key ? { key } : {}) });
  const right = { currentPassword: PASSWORD, newPassword: NEXT_PASSWORD };

  test("ends every session but the one that asks, and every link that was sent", async () => {
    const { email, userId, actor } = await signedInTwice();
    const other = await login(email, PASSWORD);
    await post("/v1/auth/password/forgot", { email });
    const token = await tokenFor(userId, "reset_password");
    expect((await change(actor, right)).status).toBe(204);
    expect([other && (await goesOn(other)), await goesOn(actor)]).toEqual([false, true]);
    const reset = await post("/v1/auth/password/reset", { token, password: PASSWORD });
    expect(await refusedWith(reset)).toEqual(TOKEN_INVALID);
    expect(await login(email, NEXT_PASSWORD)).toBeDefined();
    expect(await announced(userId)).toContain("user.password_changed");
    expect(await noted(userId)).toContain("password.changed");
  });

  test.each([
    [{ ...right, currentPassword: "not that one" }, 401, "invalid_credentials"],
    [{ ...right, newPassword: "password123" }, 422, "password_too_common"],
    [{ ...right, newPassword: "short" }, 400, "validation_failed"],
    [{ newPassword: NEXT_PASSWORD }, 400, "validation_failed"],
  ])("%p changes nothing", async (body, status, code) => {
    const { email, actor } = await signedInTwice();
    expect(await refusedWith(await change(actor, body))).toEqual([status, code]);
    expect(await login(email, PASSWORD)).toBeDefined();
  });

  test("a session that has ended changes nothing, whatever its access token says", async () => {
    const { email, actor } = await signedInTwice();
    await post("/v1/auth/logout", { refreshToken: actor.refreshToken });
    expect(await refusedWith(await change(actor, right))).toEqual([401, "unauthenticated"]);
    expect(await login(email, PASSWORD)).toBeDefined();
  });

  test("of two that are chosen at once in two sessions, the winner's session is the one left", async () => {
    const { email, actor } = await signedInTwice();
    const other = await login(email, PASSWORD);
    if (!other) throw new Error("one can sign in twice");
    const answers = await Promise.all([
      change(actor, right),
      change(other, { ...right, newPassword: "six gulls above the pier" }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 401]);
    const won = answers[0]?.status === 204;
    expect([await goesOn(actor), await goesOn(other)]).toEqual([won, !won]);
    expect((await login(email, NEXT_PASSWORD)) !== undefined).toBe(won);
  });
});

describe("another address", () => {
  const ask = (actor: User, newEmail: string, currentPassword = PASSWORD) =>
    post("/v1/me/email", { currentPassword, newEmail }, { actor });
  const confirm = (token: string) => post("/v1/auth/email/change", { token });

  test("is the account's once its link was used, and every session ends", async () => {
    const { email, userId, actor } = await signedInTwice();
    const newEmail = anAddress();
    expect((await ask(actor, newEmail)).status).toBe(202);
    expect((await account(userId))?.email).toBe(email);
    const [challenge] = await sent(userId, "change_email");
    expect(challenge).toMatchObject({ email: newEmail, formerEmail: email });
    expect((await confirm(await tokenFor(userId, "change_email"))).status).toBe(204);
    expect(await account(userId)).toMatchObject({ email: newEmail });
    expect((await account(userId))?.emailVerifiedAt).toBeNumber();
    expect(await goesOn(actor)).toBe(false);
    expect(await login(email, PASSWORD)).toBeUndefined();
    expect(await login(newEmail, PASSWORD)).toBeDefined();
    const mail = await shop.worker.challengeMail(challenge?.id ?? "", testTrace());
    expect(mail).toMatchObject({ email: newEmail, formerEmail: email });
    const events = (await announced(userId)).filter((type) => type.includes("email_change"));
    expect(events).toEqual(["user.email_change_requested", "user.email_changed"]);
    expect(await noted(userId)).toContain("email.changed");
  });

  test("the links that were sent to the one before are worth nothing any more", async () => {
    const { email, userId, actor } = await signedInTwice();
    await post("/v1/auth/password/forgot", { email });
    const token = await tokenFor(userId, "reset_password");
    await ask(actor, anAddress());
    await confirm(await tokenFor(userId, "change_email"));
    const reset = await post("/v1/auth/password/reset", { token, password: NEXT_PASSWORD });
    expect(await refusedWith(reset)).toEqual(TOKEN_INVALID);
  });

  test("one that has an account is answered alike, and gets nothing", async () => {
    const [me, other] = [await signedInTwice(), await signedInTwice()];
    const [taken, free] = [await ask(me.actor, other.email), await ask(me.actor, anAddress())];
    expect([taken.status, await taken.text()]).toEqual([free.status, await free.text()]);
    expect([...taken.headers]).toEqual([...free.headers]);
    expect(await sent(me.userId, "change_email")).toHaveLength(1);
  });

  test("one that got an account meanwhile is refused, and nothing has changed", async () => {
    const { email, userId, actor } = await signedInTwice();
    const newEmail = anAddress();
    await ask(actor, newEmail);
    const token = await tokenFor(userId, "change_email");
    await signedUp(shop, { email: newEmail, name: "Quick" });
    expect(await refusedWith(await confirm(token))).toEqual(TOKEN_INVALID);
    expect((await account(userId))?.email).toBe(email);
    expect(await goesOn(actor)).toBe(true);
  });

  test("is asked for with the password, and by a session that goes on", async () => {
    const { userId, actor } = await signedInTwice();
    const wrong = await ask(actor, anAddress(), "not that one");
    expect(await refusedWith(wrong)).toEqual([401, "invalid_credentials"]);
    await post("/v1/auth/logout", { refreshToken: actor.refreshToken });
    const late = await ask(actor, anAddress());
    expect(await refusedWith(late)).toEqual([401, "unauthenticated"]);
    expect(await sent(userId, "change_email")).toEqual([]);
  });

  test("a reset by the owner stops one that somebody else has asked for", async () => {
    const { email, userId, actor } = await signedInTwice();
    await ask(actor, anAddress());
    const theirs = await tokenFor(userId, "change_email");
    await post("/v1/auth/password/forgot", { email });
    const token = await tokenFor(userId, "reset_password");
    await post("/v1/auth/password/reset", { token, password: NEXT_PASSWORD });
    expect(await refusedWith(await confirm(theirs))).toEqual(TOKEN_INVALID);
    expect((await account(userId))?.email).toBe(email);
  });
});
