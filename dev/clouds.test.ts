import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { standInOf } from "#dev/clouds";
import { PORTS } from "#dev/ports";

/** SQLite's default page size. The first page holds the schema. */
const PAGE_BYTES = 4096;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bodega-clouds-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["qstash", "qstash.db"],
  ["typesense", "typesense.db"],
  ["resend", "resend.db"],
  ["stripe", "stripe.db"],
  ["razorpay", "razorpay.db"],
  ["r2", "r2.db"],
  ["twilio", "twilio.db"],
] as const)("names the folder of damaged files of %s and the solution", async (vendor, file) => {
  const dataDir = join(folder, vendor);
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, file), "no database, ".repeat(1000));
  const starting = standInOf(vendor, { folder, ports: PORTS });
  await expect(starting).rejects.toThrow(`The files in ${dataDir} are damaged`);
  await expect(starting).rejects.toThrow("--fresh");
});

test("finds damage inside a file at the start", async () => {
  const options = { folder, ports: PORTS };
  await (await standInOf("resend", options)).close();
  const file = join(folder, "resend", "resend.db");
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0x5a, PAGE_BYTES));
  await expect(standInOf("resend", options)).rejects.toThrow(
    `The files in ${join(folder, "resend")} are damaged`,
  );
});

test("names a folder in the place of a database and the solution", async () => {
  const file = join(folder, "libsql", "users.db");
  mkdirSync(file, { recursive: true });
  const starting = standInOf("libsql", { folder, ports: PORTS });
  await expect(starting).rejects.toThrow(`The database file ${file} is damaged`);
  await expect(starting).rejects.toThrow("--fresh");
});

test.skipIf(!Bun.which("redis-server"))(
  "names the solution when redis-server cannot read its files",
  async () => {
    const home = join(folder, "redis", "appendonlydir");
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "appendonly.aof.manifest"), "no manifest");
    const starting = standInOf("redis", { folder, ports: PORTS });
    await expect(starting).rejects.toThrow("redis-server ended with code 1");
    await expect(starting).rejects.toThrow(`Move ${join(folder, "redis")} away`);
    await expect(starting).rejects.toThrow("--fresh");
  },
);
