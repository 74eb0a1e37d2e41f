import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client/web";
import type { JournalEntry } from "#cloud/journal";
import { addressIn, DATABASES } from "#db/databases";
import { VENDORS } from "#dev/clouds";
import { ROOT } from "#dev/install";
import { systemDependencies } from "#doctor/dependencies";
import { environmentOf } from "#doctor/environment";
import { CHECKS } from "#doctor/registry";
import { examine } from "#doctor/runner";
import { type ProcessShop, startProcessShop } from "#tests/process-shop";

const examined = async () => {
  const environment = await environmentOf([{ worker: undefined, values: shop.variables }]);
  return examine(environment, systemDependencies, { checks: CHECKS });
};

/** Returns all rows of all tables of a database. */
const dump = async (name: (typeof DATABASES)[number]) => {
  const { url, token } = addressIn(shop.variables, name);
  const client = createClient({ url, authToken: token });
  const tables = await client.execute(
    "select name from sqlite_schema where type = 'table' order by name",
  );
  const rows = await Promise.all(
    tables.rows.map(async ({ name: table }) => [
      table,
      (await client.execute(`select * from "${table}"`)).rows.map((row) => ({ ...row })),
    ]),
  );
  client.close();
  return rows;
};

/** The remaining time of a key in Redis passes by itself. */
const withoutTimes = (books: unknown) =>
  JSON.stringify(books, (name, value) => (name === "ttlMs" ? undefined : value));

const state = async () => ({
  rows: await Promise.all(DATABASES.map(dump)),
  books: await Promise.all(VENDORS.map(async (vendor) => withoutTimes(await shop.books(vendor)))),
});

/** The calls other than GET. Each reads, or is refused by its vendor before it changes anything. */
const HARMLESS = [
  /^redis POST \/ 200 (PING|EVAL)$/,
  /^libsql POST \/\w+\/v2\/pipeline 200 execute: SELECT __drizzle_migrations(, PRAGMA.*)?$/,
  /^libsql POST \/settings\/v2\/pipeline 200 execute: SELECT settings$/,
  // Rolled back, and matches no row.
  /^libsql POST \/\w+\/v2\/pipeline 200 execute: UPDATE __drizzle_migrations$/,
  /^typesense (POST|PUT|DELETE) \/\S* 40[04] $/,
  /^stripe POST \/v1\/payment_intents 400 parameter_missing$/,
  /^stripe POST \/v1\/refunds 400 invalid_request_error$/,
];
const shown = (vendor: string, { method, path, status, summary }: JournalEntry) =>
  `${vendor} ${method} ${path} ${status} ${summary}`;

const calls = async () =>
  (
    await Promise.all(
      VENDORS.map(async (vendor) =>
        (await shop.journal(vendor)).map((entry) => ({ vendor, ...entry })),
      ),
    )
  ).flat();

let shop: ProcessShop;
/** The state before the doctor ran for the first time. */
let before: Awaited<ReturnType<typeof state>>;
beforeAll(async () => {
  shop = await startProcessShop();
  before = await state();
}, 60_000);
afterAll(() => shop.stop());

test("finds nothing in a healthy shop of this machine", async () => {
  expect(await examined()).toEqual([]);
});

test("changes no row, book or key", async () => {
  const earlier = new Set((await calls()).map(({ vendor, seq }) => `${vendor} ${seq}`));
  await examined();
  const made = (await calls()).filter(
    ({ vendor, seq, requestId, method }) =>
      !earlier.has(`${vendor} ${seq}`) && requestId === undefined && method !== "GET",
  );
  const writing = made
    .map(({ vendor, ...entry }) => shown(vendor, { ...entry }))
    .filter((call) => !HARMLESS.some((pattern) => pattern.test(call)));
  expect(made.length).toBeGreaterThan(10);
  expect(writing).toEqual([]);
  expect(await state()).toEqual(before);
});

const command = async (...args: string[]) => {
  const child = Bun.spawn([process.execPath, "doctor/command.ts", ...args], {
    cwd: ROOT,
    env: { ...process.env, BODEGA_LIBSQL_PORT: "1" },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, errors] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, output, errors };
};

test("exits with 0, 1, 2 or 3 by what it found", async () => {
  const folder = mkdtempSync(join(tmpdir(), "doctor-command-"));
  const file = async (name: string, changes: Record<string, string>) => {
    const path = join(folder, name);
    await Bun.write(path, JSON.stringify({ ...shop.variables, ...changes }));
    return ["--env-file", path];
  };
  const old = { ...JSON.parse(shop.variables.JWT_SIGNING_KEY ?? ""), since: 1 };
  const healthy = await file("healthy.json", {});
  const warned = await file("warned.json", { JWT_SIGNING_KEY: JSON.stringify(old) });
  const failed = await file("failed.json", { QSTASH_TOKEN: "another token of the queue" });

  expect(await command(...healthy, "--strict")).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^Nothing found in \d+ checks\.\n$/),
  });
  expect((await command(...warned)).code).toBe(0);
  expect((await command(...warned, "--strict")).code).toBe(1);
  const { code, output } = await command(...failed, "--json");
  expect([code, JSON.parse(output).findings[0].code]).toEqual([2, "qstash.key_refused"]);
  const missing = await command("--env-file", join(folder, "missing.json"));
  expect([missing.code, missing.errors]).toEqual([3, expect.stringContaining("missing.json")]);
  const absent = await command();
  expect([absent.code, absent.errors]).toEqual([3, expect.stringContaining("bun run dev")]);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);
