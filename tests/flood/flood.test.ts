import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { seededRandom } from "#cloud/random";
import { type ProcessShop, startProcessShop } from "#tests/process-shop";
import { ageTables } from "./ageing";
import { ADDRESS_HEADER, askingFrom } from "./asking";
import { checksOf, FLOOD_BOUNDS, hasHeld, spread } from "./bounds";
import { buy, type Purchases } from "./buyer";
import { ACTS, flood, isFault } from "./crowd";
import type { Holdings } from "./holdings";
import { optionsFrom } from "./options";
import { redisAt } from "./redis";
import { holdingsTable } from "./report";

const BOOT_MS = 60_000;
setDefaultTimeout(BOOT_MS);
let shop: ProcessShop;
let url: string;
let variantIds: string[];
beforeAll(async () => {
  process.env.CLIENT_IP_HEADER = ADDRESS_HEADER;
  shop = await startProcessShop().finally(() => delete process.env.CLIENT_IP_HEADER);
  url = shop.variables.PUBLIC_URL ?? "";
  const { body } = await shop.ask("GET", "/v1/products?inStock=true&limit=5");
  variantIds = body.data.map(({ variants: [{ id }] }: { variants: [{ id: string }] }) => id);
}, BOOT_MS);
afterAll(() => shop?.stop());

const HOUR_MS = 3_600_000;

test.each(Object.keys(ACTS))("sends requests that the shop accepts: %s", async (name) => {
  const statuses: number[] = [];
  const plain = askingFrom(url, "198.51.100.200");
  const ask: typeof plain = async (...request) => {
    const answer = await plain(...request);
    statuses.push(answer.status);
    return answer;
  };
  await ACTS[name]?.({ ask, random: seededRandom(7), variantIds });
  expect(statuses.length).toBeGreaterThan(0);
  expect(statuses.filter((status) => status >= 300)).toEqual([]);
});

test("counts every answer by its act, and finds no fault of the shop", async () => {
  const tally = await flood({ url, seconds: 1, addresses: 3, variantIds });
  const counted = Object.values(tally.statuses).flatMap((counts) => Object.values(counts));
  expect(tally.requests).toBeGreaterThan(0);
  expect(counted.reduce((sum, n) => sum + n, 0)).toBe(tally.requests);
  expect(tally.faults).toEqual([]);
});

test("counts a 5xx as a fault unless it is 503 with Retry-After", () => {
  const answers = [
    [500, null],
    [502, "1"],
    [503, null],
    [503, "2"],
    [429, "60"],
  ] as const;
  expect(answers.map(([status, retryAfter]) => isFault(status, retryAfter))).toEqual([
    ...[true, true, true, false, false],
  ]);
});

test("buys as an honest buyer, and reports a purchase that fails", async () => {
  const purchases: Purchases = { latenciesMs: [], failures: [] };
  await buy(url, variantIds[0] ?? "", purchases);
  expect([purchases.latenciesMs.length, purchases.failures]).toEqual([1, []]);
  await buy(url, "var_missing", purchases);
  expect([purchases.latenciesMs.length, purchases.failures.length]).toEqual([1, 1]);
});

test("moves times into the past, and leaves counts, amounts and texts unchanged", () => {
  const db = new Database(":memory:");
  const at = Date.UTC(2026, 10, 26);
  db.run("create table t (id text, at integer, until integer, amount_minor integer, note text)");
  db.run("insert into t values ('a', ?, null, 990000, ?)", [at, String(at)]);
  ageTables(db, HOUR_MS);
  expect(db.query("select * from t").all()).toEqual([
    { id: "a", at: at - HOUR_MS, until: null, amount_minor: 990_000, note: String(at) },
  ]);
});

test("expires Redis keys earlier, and keeps those without expiry", async () => {
  const redisUrl = shop.variables.UPSTASH_REDIS_REST_URL ?? "";
  const run = async (...command: unknown[]) => {
    const headers = { authorization: `Bearer ${shop.variables.UPSTASH_REDIS_REST_TOKEN}` };
    const answer = await fetch(redisUrl, {
      method: "POST",
      headers,
      body: JSON.stringify(command),
    });
    return ((await answer.json()) as { result: unknown }).result;
  };
  await run("SET", "flood:long", "1", "PX", 3 * HOUR_MS);
  await run("SET", "flood:kept", "1");
  await redisAt(redisUrl).age(HOUR_MS);
  expect(Number(await run("PTTL", "flood:long"))).toBeWithin(HOUR_MS, 2 * HOUR_MS + 1);
  expect(await run("PTTL", "flood:kept")).toBe(-1);
});

const held = (rows: number): Holdings => ({
  tables: { "users.audit_entries": { rows, bytes: 4096 } },
  redis: { carts: { bytes: 1, keys: 1 }, counters: { bytes: 1, keys: 1 } },
  residentBytes: 1,
});
const quiet = { requests: 1, statuses: {}, faults: [], faultCount: 0 };

test("compares the largest reading and the longest purchase with the bounds", () => {
  const purchases = { latenciesMs: [10, 20], failures: [] };
  const calm = { tally: quiet, purchases, held: [held(5)] };
  expect(hasHeld(checksOf(calm), purchases)).toBe(true);
  const broken = [
    { ...calm, held: [held(FLOOD_BOUNDS.auditRows + 1), held(5)] },
    { ...calm, tally: { ...quiet, faultCount: 1 } },
    { ...calm, purchases: { ...purchases, latenciesMs: [FLOOD_BOUNDS.honestPurchaseMs + 1] } },
    { ...calm, purchases: { ...purchases, failures: ["409"] } },
    { ...calm, purchases: { latenciesMs: [], failures: [] } },
  ];
  for (const outcome of broken) expect(hasHeld(checksOf(outcome), outcome.purchases)).toBe(false);
});

test("returns the median, the 99th percentile and the maximum", () => {
  const latenciesMs = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(spread(latenciesMs)).toEqual({ p50: 51, p99: 100, max: 100 });
});

test("shows only the tables that changed", () => {
  const text = holdingsTable({ before: held(5), after: held(9) });
  expect(text).toContain("users.audit_entries");
  expect(holdingsTable({ before: held(5), after: held(5) })).not.toContain("users.audit_entries");
});

test("defaults to ten minutes and fifty addresses, and names an invalid option", () => {
  expect(optionsFrom([])).toEqual({ minutes: 10, addresses: 50 });
  expect(optionsFrom(["--minutes", "0.5"]).minutes).toBe(0.5);
  expect(() => optionsFrom(["--addresses", "0"])).toThrow("--addresses");
});
