import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { standInOf } from "#dev/clouds";
import { PORTS } from "#dev/ports";

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
] as const)("damaged files of %s are named, with the way out", async (vendor, file) => {
  const dataDir = join(folder, vendor);
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, file), "no database, ".repeat(1000));
  const starting = standInOf(vendor, { folder, ports: PORTS });
  await expect(starting).rejects.toThrow(`The files in ${dataDir} are damaged`);
  await expect(starting).rejects.toThrow("--fresh");
});

test("a folder in the place of a database is named, with the way out", async () => {
  const file = join(folder, "libsql", "users.db");
  mkdirSync(file, { recursive: true });
  const starting = standInOf("libsql", { folder, ports: PORTS });
  await expect(starting).rejects.toThrow(`The database file ${file} is damaged`);
  await expect(starting).rejects.toThrow("--fresh");
});

test.skipIf(!Bun.which("redis-server"))(
  "a redis-server that cannot read its files is told with the way out",
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
