import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { type TestDatabase, testDatabase } from "#db/testing";
import { auditEntries, outbox, sessions, users } from "#db/users/schema";
import { outboxOf } from "#kernel/events/outbox";
import { recordingQueue } from "#kernel/testing";
import { firstAdminService } from "#users/accounts/first-admin.service";
import { firstAdminStore } from "#users/accounts/first-admin.store";

const NOW_MS = Date.UTC(2026, 10, 22);
let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase("users");
});
afterEach(() => database.stop());

const account = async (name: string, change: Partial<typeof users.$inferInsert> = {}) => {
  const id = `usr_${name}00000`;
  const times = { createdAt: 1, updatedAt: 1 };
  const person = { id, name, email: `${name}@example.test`, roles: ["customer" as const] };
  await database.db.write
    .insert(users)
    .values({ ...person, passwordHash: "none", emailVerifiedAt: 1, ...times, ...change });
  return { id, email: person.email };
};
const accountOf = async (id: string) =>
  (await database.db.read.select().from(users).where(eq(users.id, id)))[0];
const make = (email: string) => {
  const { db } = database;
  const store = firstAdminStore({
    db,
    outbox: outboxOf({ db, table: outbox, queue: recordingQueue() }),
  });
  return firstAdminService({ store }).make(email, NOW_MS);
};

test("makes an account an admin, ends its sessions, and adds an audit entry and an event", async () => {
  const { db } = database;
  const { id } = await account("ada");
  const times = { createdAt: 1, lastUsedAt: 1, expiresAt: NOW_MS + 1 };
  await db.write.insert(sessions).values({ id: "ses_1", userId: id, ...times });
  expect(await make("Ada@Example.test")).toBe(id);
  expect(await accountOf(id)).toMatchObject({ roles: ["admin"], version: 2 });
  expect(await db.read.select().from(sessions)).toMatchObject([{ endReason: "roles_changed" }]);
  expect(await db.read.select().from(auditEntries)).toMatchObject([
    { actorId: null, act: "roles.first_admin", subject: id },
  ]);
  expect(await db.read.select().from(outbox)).toMatchObject([
    { type: "user.roles_changed", subject: id },
  ]);
});

describe("refusals of the first admin", () => {
  test("refuses to make an account the first admin when the shop has an admin", async () => {
    const [ada, ben] = [await account("ada"), await account("ben")];
    await make(ada.email);
    for (const { email } of [ada, ben]) {
      await expect(make(email)).rejects.toThrow("There is an admin already");
    }
    expect((await accountOf(ben.id))?.roles).toEqual(["customer"]);
  });

  test.each([
    ["that is not verified", { emailVerifiedAt: null }, "is not verified"],
    ["of a suspended account", { disabledAt: 1 }, "is suspended"],
  ])("refuses to make an admin of the account with an address %s", async (_, change, sentence) => {
    const { id, email } = await account("ada", change);
    await expect(make(email)).rejects.toThrow(sentence);
    expect((await accountOf(id))?.roles).toEqual(["customer"]);
  });

  test("refuses an e-mail address without an account", async () => {
    await expect(make("nobody@example.test")).rejects.toThrow("register it first");
  });
});

test("makes an account the first admin when the only other admin is suspended", async () => {
  await account("old", { roles: ["admin"], disabledAt: 1 });
  const { id, email } = await account("ada");
  expect(await make(email)).toBe(id);
});

test("makes one account an admin when two calls run at once", async () => {
  const pair = [await account("ada"), await account("ben")];
  const made = await Promise.allSettled(pair.map(({ email }) => make(email)));
  expect(made.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});
