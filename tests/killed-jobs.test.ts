import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { outbox } from "#db/catalog/schema";
import { connect, type Database } from "#db/client";
import { seedShop } from "#dev/seed";
import { startServedShop } from "#dev/workerd/shop";
import { SEED_PASSWORD } from "#workers/users/seed/seed.store";
import { untilStarted } from "./chaos/shop";
import { freePorts } from "./free-ports";
import { BOOT_MS, PATIENCE_MS } from "./security/shop";
import { clientOf, eventually, type Json } from "./system";

setDefaultTimeout(2 * PATIENCE_MS);

const GENERATED = 2000;
/** Products of the small shop and generated ones. */
const PRODUCTS = 64 + GENERATED;

type Shop = Awaited<ReturnType<typeof startServedShop>>;
let folder: string;
let shop: Shop;
let db: Database;
let workers: Pick<Shop["workers"], "pid" | "exited" | "fireCron" | "stop">;
let ask: ReturnType<typeof clientOf>;
let token: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "bodega-killed-"));
  shop = await startServedShop({
    folder,
    ports: freePorts(),
    print: () => undefined,
    seed: (variables) => seedShop(variables, () => undefined, { products: GENERATED }),
  });
  workers = shop.workers;
  const { CATALOG_DB_URL: url = "", CATALOG_DB_TOKEN = "" } = shop.variables;
  db = connect({ url, token: CATALOG_DB_TOKEN });
  ask = clientOf(shop.url);
  const body = { email: "staff@bodega.test", password: SEED_PASSWORD };
  token = (await ask("POST", "/v1/auth/login", { body })).body.accessToken;
}, BOOT_MS);
afterAll(async () => {
  await workers?.stop();
  await shop?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Ends the process of all Workers without a chance to clean up, and starts it again. */
const kill = async () => {
  process.kill(workers.pid, "SIGKILL");
  await workers.exited;
  workers = await untilStarted(shop.workers.startAgain);
};

/** Hands over what the killed process has left, without the wait of half a minute. */
const handOver = async () => {
  await db.write.run(sql`update ${outbox} set due_at = 0 where acknowledged_at is null`);
  await workers.fireCron();
};

const staff = async (method: string, path: string, rest: Parameters<typeof ask>[2] = {}) => {
  const headers = { "idempotency-key": crypto.randomUUID(), ...rest.headers };
  return (await ask(method, `/v1/admin${path}`, { ...rest, token, headers })).body;
};
const jobNow = (id: string): Promise<Json> => staff("GET", `/jobs/${id}`);

/** Kills the Workers each time that a job has done as many items, and returns the job at its end. */
const killedAt = async (id: string, marks: readonly number[]): Promise<Json> => {
  for (const mark of marks) {
    await eventually(
      `${mark} items of the job`,
      () => jobNow(id),
      ({ progress, finishedAt }) => progress.done >= mark || finishedAt !== null,
    );
    expect(await jobNow(id)).toMatchObject({ finishedAt: null });
    await kill();
    await handOver();
  }
  return eventually(
    "the end of the job",
    () => jobNow(id),
    ({ finishedAt }) => finishedAt !== null,
  );
};

/** Searches until the work is over. Returns the answers; requests to a killed process have none. */
const searchingDuring = async <T>(work: Promise<T>) => {
  let over = false;
  const ended = work.finally(() => {
    over = true;
  });
  const answers: Json[] = [];
  for (let limit = 50; !over; limit = limit < 100 ? limit + 1 : 50) {
    // Another page size each time, so that no cache answers.
    const answer = await ask("GET", `/v1/search?q=mug&limit=${limit}`).catch(() => undefined);
    if (answer?.status === 200) answers.push(answer.body);
  }
  return { result: await ended, answers };
};

test("rebuilds the index without a gap when its Worker is killed four times", async () => {
  const { total } = (await ask("GET", "/v1/search?q=mug")).body;
  expect(total).toBeGreaterThan(10);
  const before = await staff("GET", "/search/status");
  expect(before).toMatchObject({ documents: PRODUCTS, inSync: true });

  const { id } = await staff("POST", "/search/reindex");
  const { result, answers } = await searchingDuring(killedAt(id, [0, 500, 1500, PRODUCTS]));
  expect(result).toMatchObject({ status: "succeeded", errors: [] });
  expect(result.progress.done).toBe(PRODUCTS);
  const after = await staff("GET", "/search/status");
  expect(after).toMatchObject({ documents: PRODUCTS, published: PRODUCTS, inSync: true });
  expect(after.collection).not.toBe(before.collection);

  const indexed = answers.filter(({ degraded }) => !degraded);
  console.log(`${answers.length} searches, ${indexed.length} by the index`);
  expect(indexed.length).toBeGreaterThan(20);
  expect(new Set(indexed.map((answer) => answer.total))).toEqual(new Set([total]));
  for (const { data } of answers)
    expect(new Set(data.map((hit: Json) => hit.id)).size).toBe(data.length);
});
