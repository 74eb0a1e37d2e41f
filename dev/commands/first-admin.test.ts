import { afterEach, beforeEach, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "#db/testing";
import { users } from "#db/users/schema";
import { ROOT } from "#dev/install";

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase("users");
});
afterEach(() => database.stop());

test("makes an admin in the database that the environment names, and prints what is wrong", async () => {
  const email = "ada@example.test";
  const times = { createdAt: 1, updatedAt: 1, emailVerifiedAt: 1 };
  await database.db.write.insert(users).values({
    id: "usr_ada00000",
    name: "Ada",
    email,
    roles: ["customer"],
    passwordHash: "none",
    ...times,
  });
  const { url, token } = database.address;
  const env = { ...process.env, USERS_DB_URL: url, USERS_DB_TOKEN: token };
  const run = async (...args: string[]) => {
    const command = [process.execPath, "dev/commands/first-admin.ts", ...args];
    const child = Bun.spawn(command, { cwd: ROOT, env, stdout: "pipe", stderr: "pipe" });
    const output = (await child.stdout.text()) + (await child.stderr.text());
    return { code: await child.exited, output };
  };
  expect((await run()).output).toBe("Name an account: bun run admin ada@example.com\n");
  const first = await run(email);
  expect([first.code, first.output]).toEqual([0, expect.stringContaining("is the first admin")]);
  const second = await run(email);
  expect([second.code, second.output]).toEqual([1, expect.stringContaining("There is an admin")]);
});
