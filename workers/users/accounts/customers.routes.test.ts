import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { CustomerView } from "#contract/users";
import { outbox, sessions, users } from "#db/users/schema";
import { ROLES, type User } from "#kernel/actor";
import { newId } from "#kernel/ids";
import { userActor } from "#kernel/testing";
import { PASSWORD, type SignedUp, signedUp, type UsersWorker, usersWorker } from "#users/testing";

let shop: UsersWorker;
/** Returns an admin who has just signed in. */
let admin: User;
beforeAll(async () => {
  shop = await usersWorker();
  admin = asAdmin(await signedUp(shop));
});
afterAll(() => shop.stop());

const staff = userActor("staff");

/** Returns the user as an actor with the role admin, as the gateway would send it. */
const asAdmin = ({ actor }: SignedUp): User => ({ ...actor, roles: ["admin"] });

const login = async ({ email }: SignedUp) => {
  const body = { email, password: PASSWORD };
  const answer = await shop.ask("POST", "/v1/auth/login", { body });
  return [answer.status, ((await answer.json()) as { code?: string }).code];
};
const refresh = async ({ refreshToken }: SignedUp) =>
  (await shop.ask("POST", "/v1/auth/refresh", { body: { refreshToken } })).status;

const parsed = async (answer: Response) => ({
  status: answer.status,
  body: (await answer.json()) as CustomerView & { code?: string },
});
const disable = async (id: string, actor: User = admin, key?: string) =>
  parsed(
    await shop.ask("POST", `/v1/admin/customers/${id}/disable`, { actor, ...(key ? { key } : {}) }),
  );
const enable = async (id: string) =>
  parsed(await shop.ask("POST", `/v1/admin/customers/${id}/enable`, { actor: admin }));
const assign = async (id: string, roles: string[], actor: User = admin) =>
  parsed(await shop.ask("PATCH", `/v1/admin/staff/${id}`, { actor, body: { roles } }));

/** Returns the types of an account's events, oldest first. */
const eventsOf = async (id: string) => {
  const rows = await shop.db.read.select().from(outbox).where(eq(outbox.subject, id));
  return rows.map(({ type }) => type).filter((type) => !/registered|verification/.test(type));
};
const endReasonsOf = async (id: string) => {
  const rows = await shop.db.read.select().from(sessions).where(eq(sessions.userId, id));
  return rows.map(({ endReason }) => endReason);
};

describe("the list of customers", () => {
  test("shows customers to staff", async () => {
    const { userId: id, email } = await signedUp(shop);
    const answer = await shop.ask("GET", `/v1/admin/customers/${id}`, { actor: staff });
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    const { status, body } = await parsed(answer);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, email, roles: ["customer"], disabledAt: null });
    expect(JSON.stringify(body)).not.toContain("$argon2");
  });

  test("finds a customer by the e-mail address in any spelling", async () => {
    const { userId: id, email } = await signedUp(shop);
    const path = `/v1/admin/customers?email=${encodeURIComponent(email.toUpperCase())}`;
    const answer = await shop.ask("GET", path, { actor: staff });
    const { data } = (await answer.json()) as { data: CustomerView[] };
    expect(data.map((customer) => customer.id)).toEqual([id]);
  });

  test("lists each customer once over several pages, from the oldest", async () => {
    for (let n = 0; n < 3; n += 1) await signedUp(shop);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const path = `/v1/admin/customers?limit=2${cursor ? `&cursor=${cursor}` : ""}`;
      const answer = await shop.ask("GET", path, { actor: staff });
      const page = (await answer.json()) as { data: CustomerView[]; nextCursor: string | null };
      expect(page.data.length).toBeLessThanOrEqual(2);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    const all = await shop.db.read.select({ id: users.id }).from(users);
    expect(seen).toEqual(all.map(({ id }) => id).toSorted());
  });

  test("refuses the list of customers to customers and guests", async () => {
    for (const path of ["/v1/admin/customers", `/v1/admin/customers/${newId("user")}`]) {
      expect((await shop.ask("GET", path)).status).toBe(401);
      expect((await shop.ask("GET", path, { actor: userActor() })).status).toBe(403);
    }
  });
});

describe("disabling an account", () => {
  test("disables the account, ends its sessions and publishes one event", async () => {
    const person = await signedUp(shop);
    const { status, body } = await disable(person.userId);
    expect([status, body.disabledAt]).toEqual([200, expect.any(String)]);
    expect(await login(person)).toEqual([403, "account_disabled"]);
    expect(await refresh(person)).toBe(401);
    expect(await endReasonsOf(person.userId)).toEqual(["disabled"]);
    expect((await disable(person.userId)).body).toEqual(body);
    expect(await eventsOf(person.userId)).toEqual(["user.disabled"]);
  });

  test("enables the account again and leaves its sessions ended", async () => {
    const person = await signedUp(shop);
    await disable(person.userId);
    expect((await enable(person.userId)).body.disabledAt).toBeNull();
    expect((await login(person))[0]).toBe(200);
    expect(await refresh(person)).toBe(401);
    await enable(person.userId);
    expect(await eventsOf(person.userId)).toEqual(["user.disabled", "user.enabled"]);
  });

  test("disables an account once and replays the answer when the idempotency key is repeated", async () => {
    const { userId: id } = await signedUp(shop);
    const key = crypto.randomUUID();
    const [first, again] = [await disable(id, admin, key), await disable(id, admin, key)];
    expect(again).toEqual(first);
    expect(await eventsOf(id)).toEqual(["user.disabled"]);
  });

  test("refuses to disable an account for staff, an unknown account, and the admin's own account", async () => {
    const { userId: id } = await signedUp(shop);
    expect((await disable(id, staff)).status).toBe(403);
    expect((await disable(newId("user"))).status).toBe(404);
    const boss = await signedUp(shop, { roles: ["admin"] });
    const own = await disable(boss.userId, boss.actor);
    expect([own.status, own.body.code]).toEqual([409, "conflict"]);
    expect(await eventsOf(boss.userId)).toEqual([]);
  });
});

describe("roles of an account", () => {
  test("assigns roles and ends the sessions that have the old roles", async () => {
    const person = await signedUp(shop, { verified: true });
    expect((await assign(person.userId, ["staff"])).body.roles).toEqual(["staff"]);
    expect(await refresh(person)).toBe(401);
    expect(await endReasonsOf(person.userId)).toEqual(["roles_changed"]);
    const list = await shop.ask("GET", "/v1/admin/staff", { actor: admin });
    const { data } = (await list.json()) as { data: CustomerView[] };
    expect(data.map(({ id }) => id)).toContain(person.userId);
    expect((await assign(person.userId, ["customer"])).body.roles).toEqual(["customer"]);
    expect(await eventsOf(person.userId)).toEqual(["user.roles_changed", "user.roles_changed"]);
  });

  test("changes nothing when the account already has the roles", async () => {
    const person = await signedUp(shop);
    expect((await assign(person.userId, ["customer"])).status).toBe(200);
    expect(await refresh(person)).toBe(200);
    expect(await eventsOf(person.userId)).toEqual([]);
  });

  test.each([[[]], [["emperor"]], [["staff", "staff"]], [[...ROLES, "staff"]]])(
    "refuses the roles %p",
    async (roles) => {
      const { userId: id } = await signedUp(shop);
      expect((await assign(id, roles)).status).toBe(400);
    },
  );

  test("refuses a role beyond customer when the account's e-mail address is not verified", async () => {
    const { userId: id } = await signedUp(shop);
    for (const roles of [["staff"], ["admin"], ["customer", "staff"]]) {
      const { status, body } = await assign(id, roles);
      expect([status, body.code]).toEqual([409, "email_unverified"]);
    }
    expect(await eventsOf(id)).toEqual([]);
  });

  test("refuses a change of roles by staff, and by an admin of their own roles", async () => {
    const person = await signedUp(shop);
    expect((await assign(person.userId, ["admin"], staff)).status).toBe(403);
    const own = await assign(person.userId, ["admin"], asAdmin(person));
    expect([own.status, own.body.code]).toEqual([409, "conflict"]);
    expect((await shop.ask("GET", "/v1/admin/staff", { actor: staff })).status).toBe(403);
  });
});

describe("changes by admins", () => {
  const MINUTE_MS = 60_000;
  const signedIn = async (agoMs: number, change: Partial<typeof sessions.$inferInsert> = {}) => {
    const actor = asAdmin(await signedUp(shop));
    const createdAt = Date.now() - agoMs;
    await shop.db.write
      .update(sessions)
      .set({ createdAt, ...change })
      .where(eq(sessions.id, actor.sessionId));
    return actor;
  };

  test("answers step_up_required and changes nothing when the admin signed in more than ten minutes ago", async () => {
    const { userId: id } = await signedUp(shop);
    const late = await signedIn(10 * MINUTE_MS + 1000);
    for (const { status, body } of [await disable(id, late), await assign(id, ["staff"], late)]) {
      expect([status, body.code]).toEqual([401, "step_up_required"]);
    }
    expect(await eventsOf(id)).toEqual([]);
    expect((await disable(id, await signedIn(9 * MINUTE_MS))).status).toBe(200);
  });

  test("answers 401 when the admin's session has ended", async () => {
    const { userId: id } = await signedUp(shop);
    const ended = await signedIn(0, { endedAt: 1, endReason: "logout" });
    const { status, body } = await assign(id, ["staff"], ended);
    expect([status, body.code]).toEqual([401, "unauthenticated"]);
  });
});

describe("the last admin who can sign in", () => {
  const loneAdmin = async () => {
    await shop.db.write.update(users).set({ roles: ["customer"] });
    return signedUp(shop, { roles: ["admin"], verified: true });
  };

  test("refuses to disable or demote the last admin", async () => {
    const { userId: id } = await loneAdmin();
    for (const { status, body } of [await disable(id), await assign(id, ["staff"])]) {
      expect([status, body.code]).toEqual([409, "last_admin"]);
    }
    expect((await assign(id, ["staff", "admin"])).status).toBe(200);
  });

  test("keeps one admin when two admins disable each other at once", async () => {
    const pair = [await loneAdmin(), await signedUp(shop, { roles: ["admin"] })];
    const answers = await Promise.all(pair.map(({ userId }) => disable(userId)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const left = await shop.db.read
      .select({ id: users.id, disabledAt: users.disabledAt })
      .from(users)
      .where(eq(users.roles, ["admin"]));
    expect(left.filter(({ disabledAt }) => disabledAt === null)).toHaveLength(1);
  });
});

test("applies exactly the confirmed changes when two admins change one account at once", async () => {
  await signedUp(shop, { roles: ["admin"] });
  const { userId: id } = await signedUp(shop, { verified: true });
  const answers = await Promise.all([assign(id, ["staff"]), disable(id)]);
  const { body } = await parsed(
    await shop.ask("GET", `/v1/admin/customers/${id}`, { actor: staff }),
  );
  const [roles, closed] = answers.map(({ status }) => status === 200);
  expect([body.roles.includes("staff"), body.disabledAt !== null]).toEqual([
    roles ?? false,
    closed ?? false,
  ]);
  expect(await eventsOf(id)).toHaveLength(answers.filter(({ status }) => status === 200).length);
});
