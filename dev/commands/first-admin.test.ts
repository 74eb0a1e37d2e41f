import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { type TestDatabase, testDatabase } from "#db/testing";
import { auditEntries, outbox, sessions, users } from "#db/users/schema";
import { ROOT } from "#dev/install";
import { makeFirstAdmin } from "./first-admin";

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
const make = (email: string) => makeFirstAdmin(database.db, email, NOW_MS);

test("makes an account an admin, ends its sessions, writes it down and tells its owner", async () => {
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

describe("is refused, in one sentence,", () => {
  test("a second time, and where there is an admin", async () => {
    const [ada, ben] = [await account("ada"), await account("ben")];
    await make(ada.email);
    for (const { email } of [ada, ben]) {
      await expect(make(email)).rejects.toThrow("There is an admin already");
    }
    expect((await accountOf(ben.id))?.roles).toEqual(["customer"]);
  });

  test.each([
    ["that nobody has proved", { emailVerifiedAt: null }, "Nobody has proved"],
    ["whose account is shut", { disabledAt: 1 }, "is shut"],
  ])("an address %s", async (_, change, sentence) => {
    const { id, email } = await account("ada", change);
    await expect(make(email)).rejects.toThrow(sentence);
    expect((await accountOf(id))?.roles).toEqual(["customer"]);
  });

  test("an address without an account", async () => {
    await expect(make("nobody@example.test")).rejects.toThrow("register it first");
  });
});

test("an admin who is shut out does not stand in the way", async () => {
  await account("old", { roles: ["admin"], disabledAt: 1 });
  const { id, email } = await account("ada");
  expect(await make(email)).toBe(id);
});

test("of two that are made at once, one is", async () => {
  const pair = [await account("ada"), await account("ben")];
  const made = await Promise.allSettled(pair.map(({ email }) => make(email)));
  expect(made.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("the command works on the database that the environment names, and says what is wrong", async () => {
  const { email } = await account("ada");
  const { url, token } = database.address;
  const env = { ...process.env, USERS_DB_URL: url, USERS_DB_TOKEN: token };
  const run = async (...args: string[]) => {
    const command = [process.execPath, "dev/commands/first-admin.ts", ...args];
    const child = Bun.spawn(command, { cwd: ROOT, env, stdout: "pipe", stderr: "pipe" });
    const said = (await child.stdout.text()) + (await child.stderr.text());
    return { code: await child.exited, said };
  };
  expect((await run()).said).toBe("Say whose account it is to be: bun run admin ada@example.com\n");
  const first = await run(email);
  expect([first.code, first.said]).toEqual([0, expect.stringContaining("is the first admin")]);
  const second = await run(email);
  expect([second.code, second.said]).toEqual([1, expect.stringContaining("There is an admin")]);
});
