import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startWorkerd, type Workerd } from "#dev/workerd";
import { toBase64Url } from "#kernel/encoding";
import { KDFS } from "#workers/users/passwords/kdfs.rules";
import { PASSWORD, SALT } from "./sample";

const STARTING_MS = 120_000;
const folder = mkdtempSync(join(tmpdir(), "bodega-kdf-"));
let workers: Workerd;

beforeAll(async () => {
  workers = await startWorkerd({
    port: 0,
    variables: {},
    folder,
    healthPath: "/",
    print: () => undefined,
    configs: ["tests/bench/kdf/wrangler.toml"],
  });
}, STARTING_MS);
afterAll(async () => {
  await workers?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("loads every KDF on the production runtime and derives the same keys as Bun, also several at once", async () => {
  for (const { name, recommended, derive } of KDFS) {
    const expected = toBase64Url(await derive(PASSWORD, SALT, recommended));
    const ask = async () => (await fetch(`${workers.url}/${name}`)).text();
    expect([name, ...(await Promise.all([ask(), ask(), ask()]))]).toEqual([
      ...[name, expected, expected, expected],
    ]);
  }
});
