import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { variantPrices } from "#db/catalog/price.schema";
import { products } from "#db/catalog/product.schema";
import { outbox } from "#db/catalog/schema";
import { connect, type Database } from "#db/client";
import { addressIn } from "#db/databases";
import { stock } from "#db/orders/stock.schema";
import { seedShop } from "#dev/seed";
import { startServedShop } from "#dev/workerd/shop";
import { shopifyFile } from "#workers/catalog/testing";
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
let orders: Database;
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
  db = connect(addressIn(shop.variables, "catalog"));
  orders = connect(addressIn(shop.variables, "orders"));
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

test("multiplies each price once when the Worker of a bulk change is killed three times", async () => {
  const pricesNow = () =>
    db.read.all<{ id: string; minor: number }>(
      sql`select variant_id || currency as id, amount_minor as minor from ${variantPrices}`,
    );
  const before = await pricesNow();
  const { id } = await staff("POST", "/products/bulk", {
    body: { filter: { status: "published" }, set: { priceFactor: 2 } },
  });
  const job = await killedAt(id, [0, 500, 1500]);
  expect(job).toMatchObject({
    ...{ status: "succeeded", errors: [] },
    progress: { done: PRODUCTS, total: PRODUCTS },
  });
  const doubled = new Map(before.map((price) => [price.id, 2 * price.minor]));
  expect(new Map((await pricesNow()).map((price) => [price.id, price.minor]))).toEqual(doubled);
});

test("creates each product of a file once when the Worker of an import is killed three times", async () => {
  const rows = Array.from(
    { length: GENERATED },
    (_, n) =>
      `killed-${n},Killed ${n},,,,,TRUE,Title,Default Title,KILLED-${n},shopify,5,deny,9.90,,,,,active`,
  );
  const { id } = await staff("POST", "/products/import", {
    raw: shopifyFile(...rows),
    headers: { "content-type": "text/csv", prefer: "respond-async" },
  });
  const job = await killedAt(id, [0, 500, 1500]);
  expect(job).toMatchObject({
    ...{ status: "succeeded", errors: [] },
    ...{ progress: { done: GENERATED }, report: { products: { created: GENERATED } } },
  });
  const [created] = await db.read.all<{ n: number }>(
    sql`select count(*) as n from ${products} where slug like 'killed-%'`,
  );
  expect(created?.n).toBe(GENERATED);
  await eventually(
    "five units of each variant",
    async () => {
      await handOver();
      return orders.read.all<{ variants: number; least: number; most: number }>(
        sql`select count(*) as variants, min(available) as least, max(available) as most
          from ${stock} where sku like 'KILLED-%'`,
      );
    },
    ([row]) => row?.variants === GENERATED && row.least === 5 && row.most === 5,
  );
});
