import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { and, eq, sql } from "drizzle-orm";
import { auditEntries, idempotencyKeys, outbox, sessions, users } from "#db/users/schema";
import type { Role, User } from "#kernel/actor";
import { newId } from "#kernel/ids";
import { testTrace } from "#kernel/testing";
import { PASSWORD, signedUp, type UsersWorker, usersWorker } from "#users/testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

/** Returns a user with stored answers and an active session. */
const remembered = async (mark: string, ...roles: Role[]) => {
  const email = `${mark}@example.test`;
  const key = () => crypto.randomUUID();
  const { actor, refreshToken } = await signedUp(shop, {
    email,
    name: mark,
    key: key(),
    ...(roles.length > 0 ? { roles } : {}),
  });
  const credentials = { email, password: PASSWORD };
  await shop.ask("POST", "/v1/auth/login", { body: credentials, key: key() });
  await shop.ask("POST", "/v1/auth/refresh", { body: { refreshToken }, key: key() });
  const place = { city: "Berlin", postalCode: "10999", country: "DE" };
  const body = { name: mark, line1: mark, ...place };
  await shop.ask("POST", "/v1/me/addresses", { actor, body, key: key() });
  const consents = { marketing: true, source: mark };
  await shop.ask("PUT", "/v1/me/consents", { actor, body: consents, key: key() });
  return actor;
};

const erase = (
  actor: User,
  { key, password = PASSWORD }: { key?: string; password?: string } = {},
) =>
  shop.ask("DELETE", "/v1/me", {
    actor,
    body: { currentPassword: password },
    ...(key ? { key } : {}),
  });
const codeOf = async (answer: Response) => [
  answer.status,
  answer.status === 204 ? "" : ((await answer.json()) as { code: string }).code,
];
const accountOf = async ({ userId }: User) =>
  (await shop.db.read.select().from(users).where(eq(users.id, userId)))[0];

/** Returns every row of every table that contains this text. */
const rowsWith = async (text: string) => {
  const tables = await shop.db.read.all<{ name: string }>(
    sql`select name from sqlite_master where type = 'table'`,
  );
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await shop.db.read.all(sql.raw(`select * from "${name}"`));
      return rows.flatMap((row) => (JSON.stringify(row).includes(text) ? [name] : []));
    }),
  );
  return found.flat().toSorted();
};
const keptAnswers = () => shop.db.read.select().from(idempotencyKeys);

describe("erasure of an account", () => {
  test("deletes every row that references the account, even stored answers to guests", async () => {
    await remembered("bystander");
    const before = await keptAnswers();
    const actor = await remembered("wanted");
    expect((await rowsWith("wanted")).length).toBeGreaterThan(3);
    expect((await keptAnswers()).length).toBe(before.length + 5);
    expect((await erase(actor)).status).toBe(204);
    expect(await rowsWith("wanted")).toEqual([]);
    expect(await keptAnswers()).toEqual(before);
    expect((await rowsWith("bystander")).length).toBeGreaterThan(3);
  });

  test("keeps audit entries with ids, and publishes an event", async () => {
    const actor = await remembered("remembered");
    const { userId } = actor;
    await erase(actor);
    const left = await rowsWith(userId);
    expect(new Set(left)).toEqual(new Set(["audit_entries", "farewells", "outbox"]));
    const entries = await shop.db.read
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.subject, userId), eq(auditEntries.act, "account.erased")));
    expect(entries).toMatchObject([{ actorId: userId, subject: userId }]);
    const rows = await shop.db.read
      .select()
      .from(outbox)
      .where(and(eq(outbox.subject, userId), eq(outbox.type, "user.erased")));
    expect(rows.map(({ envelope }) => [envelope.handlers, envelope.data])).toEqual([
      ["orders,payments,cart,catalog", { userId }],
      ["notifications", { userId }],
    ]);
  });

  test("keeps the e-mail address encrypted until the erasure notice is sent", async () => {
    const actor = await remembered("erasure-notice");
    expect(await shop.worker.erasureNotice(actor.userId, testTrace())).toBeNull();
    await erase(actor);
    const email = "erasure-notice@example.test";
    expect(await shop.worker.erasureNotice(actor.userId, testTrace())).toEqual({ email });
    expect(await rowsWith(email)).toEqual([]);
    await shop.worker.erasureNoticeSent(actor.userId, testTrace());
    expect(await shop.worker.erasureNotice(actor.userId, testTrace())).toBeNull();
    expect(await rowsWith(actor.userId)).not.toContain("farewells");
  });

  test("refuses an erasure without the right password, and changes nothing", async () => {
    const actor = await remembered("careful");
    const rows = await rowsWith("careful");
    expect(await codeOf(await erase(actor, { password: "not mine at all" }))).toEqual([
      401,
      "invalid_credentials",
    ]);
    const body = { currentPassword: PASSWORD, reason: "none" };
    expect((await shop.ask("DELETE", "/v1/me", { actor, body })).status).toBe(400);
    expect(await rowsWith("careful")).toEqual(rows);
  });

  test("erases an account without a password when the sign-in was within ten minutes", async () => {
    const [late, recent] = [await remembered("late"), await remembered("recent")];
    const began = (actor: User, agoMs: number) =>
      shop.db.write
        .update(sessions)
        .set({ createdAt: Date.now() - agoMs })
        .where(eq(sessions.id, actor.sessionId));
    await began(late, 10 * 60_000 + 1000);
    await began(recent, 9 * 60_000);
    const ask = (actor: User) => shop.ask("DELETE", "/v1/me", { actor });
    expect(await codeOf(await ask(late))).toEqual([401, "step_up_required"]);
    expect(await accountOf(late)).toBeDefined();
    expect(await codeOf(await ask(recent))).toEqual([204, ""]);
    expect(await accountOf(recent)).toBeUndefined();
    expect(await codeOf(await ask({ ...late, sessionId: newId("session") }))).toEqual([
      401,
      "unauthenticated",
    ]);
  });

  test.each(["{}", "[]", "null", '{"currentPassword":""}', "{"])(
    "refuses a body other than the proof: %s",
    async (body) => {
      const actor = await remembered(`body-${crypto.randomUUID()}`);
      const headers = { "content-type": "application/json" };
      expect((await shop.ask("DELETE", "/v1/me", { actor, body, headers })).status).toBe(400);
      expect(await accountOf(actor)).toBeDefined();
    },
  );

  test("answers 401 to a request without an active session of the account", async () => {
    const actor = await remembered("watched");
    const ended = { ...actor, sessionId: newId("session") };
    expect(await codeOf(await erase(ended))).toEqual([401, "unauthenticated"]);
    expect(
      (await shop.ask("DELETE", "/v1/me", { body: { currentPassword: PASSWORD } })).status,
    ).toBe(401);
    expect(await accountOf(actor)).toBeDefined();
  });

  test("answers 401 when an erasure is repeated, even under its idempotency key, and stores no answer", async () => {
    const actor = await remembered("twice");
    const key = crypto.randomUUID();
    expect((await erase(actor, { key })).status).toBe(204);
    expect(await codeOf(await erase(actor, { key }))).toEqual([401, "unauthenticated"]);
    expect(await codeOf(await erase(actor))).toEqual([401, "unauthenticated"]);
    expect((await keptAnswers()).filter(({ scope }) => scope.includes("DELETE"))).toEqual([]);
  });

  test("erases an account once when many requests arrive at once", async () => {
    const actor = await remembered("crowd");
    const answers = await Promise.all([1, 2, 3].map(() => erase(actor)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 401, 401]);
    const rows = await shop.db.read.select().from(outbox).where(eq(outbox.subject, actor.userId));
    const erased = rows.filter(({ type }) => type === "user.erased");
    expect(erased.map(({ envelope }) => envelope.handlers)).toEqual([
      "orders,payments,cart,catalog",
      "notifications",
    ]);
  });
});

describe("erasure of an admin", () => {
  test("refuses to erase an admin when no other admin can sign in", async () => {
    const actor = await remembered("only-admin", "customer", "admin");
    const shut = await remembered("shut-admin", "admin");
    await shop.db.write.update(users).set({ disabledAt: 1 }).where(eq(users.id, shut.userId));
    expect(await codeOf(await erase(actor))).toEqual([409, "last_admin"]);
    expect(await accountOf(actor)).toBeDefined();
    await shop.db.write
      .update(users)
      .set({ roles: ["customer"] })
      .where(eq(users.id, actor.userId));
  });

  test("erases one of two admins when both request it at the same time", async () => {
    const pair = [
      await remembered("first-admin", "admin"),
      await remembered("second-admin", "admin"),
    ];
    const answers = await Promise.all(pair.map((actor) => erase(actor)));
    expect((await Promise.all(answers.map(codeOf))).toSorted()).toEqual([
      [204, ""],
      [409, "last_admin"],
    ]);
  });
});
