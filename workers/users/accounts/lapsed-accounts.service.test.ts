import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { type TestDatabase, testDatabase } from "#db/testing";
import { auditEntries, challenges, sessions, users } from "#db/users/schema";
import { newId } from "#kernel/ids";
import { inCall, movableClock } from "#kernel/testing";
import { lapsedAccountsService, UNPROVED_KEPT_MS } from "./lapsed-accounts.service";
import { lapsedAccountsStore } from "./lapsed-accounts.store";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("users");
});
afterAll(() => database.stop());
beforeEach(async () => {
  await database.db.write.delete(users);
});

const clock = movableClock();
const LONG_AGO = clock.now() - UNPROVED_KEPT_MS - 1;

const account = async (changed: Partial<typeof users.$inferInsert> = {}) => {
  const id = newId("user");
  const person = { name: "Ed", email: `${id}@example.test`, passwordHash: "none" };
  const times = { createdAt: LONG_AGO, updatedAt: LONG_AGO };
  await database.db.write
    .insert(users)
    .values({ id, roles: ["customer"], ...person, ...times, ...changed });
  return id;
};
const exists = async (id: string) => (await database.db.read.$count(users, eq(users.id, id))) === 1;

const withSession = async (lastUsedAt: number) => {
  const userId = await account();
  const times = { createdAt: LONG_AGO, lastUsedAt, expiresAt: clock.now() + 1 };
  await database.db.write.insert(sessions).values({ id: newId("session"), userId, ...times });
  return userId;
};

/**
 * Returns the service with an orders Worker in which only these customers have orders, and the calls to
 * that Worker.
 */
const serviceWith = (customers: readonly string[] = [], meanwhile = async () => {}) => {
  const lookups: string[][] = [];
  const orders = {
    async customersAmong(ids: string[]) {
      lookups.push(ids);
      await meanwhile();
      return ids.filter((id) => customers.includes(id));
    },
  };
  const store = lapsedAccountsStore(database);
  const service = lapsedAccountsService({ store, orders, clock });
  return { lookups, sweep: () => inCall(() => service.sweep()) };
};

test("deletes an unverified account after 30 days without use, and adds an audit entry", async () => {
  const id = await withSession(LONG_AGO);
  await serviceWith().sweep();
  expect(await exists(id)).toBe(false);
  expect(await database.db.read.$count(sessions, eq(sessions.userId, id))).toBe(0);
  const rows = await database.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.subject, id));
  expect(rows).toMatchObject([{ act: "account.lapsed", actorId: null }]);
});

test.each([
  ["its address is verified", () => account({ emailVerifiedAt: 1 })],
  ["it is younger than 30 days", () => account({ createdAt: LONG_AGO + 2 })],
  ["an admin has disabled it", () => account({ disabledAt: 1 })],
  ["it is staff", () => account({ roles: ["customer", "staff"] })],
  ["a session was used lately", () => withSession(LONG_AGO + 2)],
  [
    "a link was mailed lately",
    async () => {
      const userId = await account();
      await database.db.write.insert(challenges).values({
        id: newId("challenge"),
        userId,
        purpose: "reset_password",
        email: "a@example.test",
        createdAt: clock.now(),
        expiresAt: clock.now() + 1,
      });
      return userId;
    },
  ],
] as const)("keeps an account when %s", async (_, make) => {
  const id = await make();
  const { lookups, sweep } = serviceWith();
  await sweep();
  expect(await exists(id)).toBe(true);
  expect(lookups).toEqual([]);
});

test("keeps an account with an order, and asks the orders Worker about the account once", async () => {
  const [customer, stranger] = [await account(), await account()];
  const { lookups, sweep } = serviceWith([customer]);
  await sweep();
  await sweep();
  expect([await exists(customer), await exists(stranger)]).toEqual([true, false]);
  expect(lookups).toHaveLength(1);
});

test("keeps an account that signs in during the call to the orders Worker", async () => {
  const userId = await account();
  const times = { createdAt: clock.now(), lastUsedAt: clock.now(), expiresAt: clock.now() + 1 };
  const signIn = async () => {
    await database.db.write.insert(sessions).values({ id: newId("session"), userId, ...times });
  };
  await serviceWith([], signIn).sweep();
  expect(await exists(userId)).toBe(true);
});

test("deletes no account when the orders Worker does not answer", async () => {
  const id = await account();
  const down = async () => {
    throw new Error("down");
  };
  expect(await serviceWith([], down).sweep()).toEqual({ accountsLapsed: 0 });
  expect(await exists(id)).toBe(true);
});

test("deletes several batches of accounts in one sweep, with one call to the orders Worker for each batch", async () => {
  for (let i = 0; i < 250; i += 50) {
    const some = Array.from({ length: 50 }, () => newId("user"));
    const values = some.map((id) => ({
      id,
      name: "Ed",
      email: `${id}@example.test`,
      passwordHash: "none",
      roles: ["customer"] as ["customer"],
      createdAt: LONG_AGO,
      updatedAt: LONG_AGO,
    }));
    await database.db.write.insert(users).values(values);
  }
  const { lookups, sweep } = serviceWith();
  expect(await sweep()).toEqual({ accountsLapsed: 250 });
  expect(lookups.map((ids) => ids.length)).toEqual([100, 100, 50]);
  expect(await database.db.read.$count(users)).toBe(0);
});
