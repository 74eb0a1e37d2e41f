import { afterAll, beforeAll, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "#db/testing";
import { addresses, outbox, users } from "#db/users/schema";
import { Address } from "#kernel/address/address";
import { Email } from "#kernel/address/email";
import { isId } from "#kernel/ids";
import { SEED_PASSWORD, seedUsers } from "#users/seed/seed.store";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("users");
});
afterAll(() => database.stop());

const hash = async (password: string) => `hash of ${password}`;
const seed = (nowMs: number) => seedUsers({ db: database.db, hash, nowMs });

test("creates the three seeded accounts once when it runs several times and concurrently", async () => {
  await Promise.all([seed(1000), seed(1000)]);
  await seed(2000);
  const rows = await database.db.read.select().from(users);
  expect(rows.map(({ email, roles }) => [email, roles]).sort()).toEqual([
    ["admin@bodega.test", ["admin"]],
    ["shopper@bodega.test", ["customer"]],
    ["staff@bodega.test", ["staff"]],
  ]);
  for (const { id, email, passwordHash, emailVerifiedAt } of rows) {
    expect(isId("user", id)).toBe(true);
    expect(Email.parse(email)).toBe(email);
    expect(passwordHash).toBe(`hash of ${SEED_PASSWORD}`);
    expect(emailVerifiedAt).toBe(1000);
  }
  expect(await database.db.read.$count(outbox)).toBe(0);
});

test("adds one address of the shopper that is valid by the contract", async () => {
  await seed(1000);
  const rows = await database.db.read.select().from(addresses);
  expect(rows).toHaveLength(1);
  const [row] = rows;
  expect(isId("address", row?.id ?? "")).toBe(true);
  expect(row?.country).toBe("DE");
  const columns = Object.keys(Address.shape).map((name) => [name, row?.[name as keyof Address]]);
  const written = Object.fromEntries(columns.filter(([, value]) => value !== null));
  expect(Address.safeParse(written).success).toBe(true);
});

test("keeps changes of the seeded accounts when it runs again", async () => {
  await seed(1000);
  await database.db.write.update(users).set({ name: "Renamed" });
  await database.db.write.delete(addresses);
  await seed(2000);
  const rows = await database.db.read.select().from(users);
  expect(rows.map(({ name }) => name)).toEqual(["Renamed", "Renamed", "Renamed"]);
  expect(await database.db.read.$count(addresses)).toBe(0);
});
