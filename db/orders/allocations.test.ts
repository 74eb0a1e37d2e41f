import { afterAll, beforeAll, expect, test } from "bun:test";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createClient } from "@libsql/client/web";
import { migrate } from "drizzle-orm/libsql/migrator";
import { drizzle } from "drizzle-orm/libsql/web";
import { libsqlStandIn } from "#cloud/libsql";
import { serveStandIn } from "#cloud/stand-in";
import { connect } from "#db/client";
import { migrateDatabase } from "#db/migrate";
import { allocations, stockLevels } from "./stock.schema";

const TOKEN = "bodega-dev";
/** The last migration before stock had locations. */
const BEFORE = "0013_order_comparisons";
const DEFAULT_LOCATION = "loc_defaultlocation";

const cloud = serveStandIn(libsqlStandIn({ dataDir: ":memory:", token: TOKEN }), 0);
const address = { url: `${cloud.url}/orders/`, token: TOKEN };
const old = createClient({ url: address.url, authToken: TOKEN });
let folder: string;

/** Migrates the database as the release before locations did. */
const migrateToBefore = async () => {
  await cp(resolve(import.meta.dir, "migrations"), folder, { recursive: true });
  const path = join(folder, "meta", "_journal.json");
  const journal = await Bun.file(path).json();
  const last = journal.entries.findIndex(({ tag }: { tag: string }) => tag === BEFORE);
  expect(last).toBeGreaterThan(0);
  await Bun.write(
    path,
    JSON.stringify({ ...journal, entries: journal.entries.slice(0, last + 1) }),
  );
  await migrate(drizzle(old), { migrationsFolder: folder });
};

interface OldOrder {
  id: string;
  state: "held" | "committed" | "released";
  quantity: number;
  /** Units that were shipped, and that left the order before their shipment. */
  shipped?: number;
  removed?: number;
  /** Units that returned to stock, removed ones included. */
  back?: number;
}

const insertStock = () =>
  old.execute(
    "insert into stock (variant_id, product_id, available, reserved, sold, version, updated_at) values ('var_1', 'prd_1', 40, 2, 20, 1, 1)",
  );

const insertOrder = async ({
  id,
  state,
  quantity,
  shipped = 0,
  removed = 0,
  back = 0,
}: OldOrder) => {
  const line = `lin_${id}`;
  const snapshot = { lines: [{ id: line, variantId: "var_1", quantity }] };
  const afterSale = {
    shipments: shipped > 0 ? [{ id: "shp_1", lines: [{ lineId: line, quantity: shipped }] }] : [],
    removed: removed > 0 ? { [line]: removed } : {},
  };
  await old.execute({
    sql: `insert into orders (id, number, cart_id, status, payment_status, currency, total_minor, email, snapshot,
      after_sale, payment_method, request_scope, request_key, sequence, created_at, updated_at)
      values (?, ?, ?, 'confirmed', 'paid', 'EUR', 0, '', ?, ?, 'card', ?, ?, 1, 7, 7)`,
    args: [id, id, id, JSON.stringify(snapshot), JSON.stringify(afterSale), id, id],
  });
  await old.execute({
    sql: "insert into reservations (order_id, variant_id, quantity, state, created_at) values (?, 'var_1', ?, ?, 7)",
    args: [id, quantity, state],
  });
  if (back > 0)
    await old.execute({
      sql: `insert into stock_transfers (id, variant_id, quantity, from_account, to_account, reason, reference, created_at)
        values (?, 'var_1', ?, 'sold', 'available', 'returned', ?, 8)`,
      args: [`trf_${id}`, back, id],
    });
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodega-migrations-"));
  await migrateToBefore();
});
afterAll(async () => {
  old.close();
  await cloud.stop();
  await rm(folder, { recursive: true });
});

test("allocates the units of orders of earlier releases to the default location", async () => {
  await insertStock();
  const orders: OldOrder[] = [
    { id: "ord_waiting", state: "held", quantity: 2 },
    { id: "ord_sold", state: "committed", quantity: 3 },
    { id: "ord_partly_shipped", state: "committed", quantity: 5, shipped: 2 },
    { id: "ord_partly_removed", state: "committed", quantity: 5, shipped: 2, removed: 1, back: 1 },
    { id: "ord_returned", state: "committed", quantity: 4, shipped: 4, back: 3 },
    { id: "ord_all_back", state: "committed", quantity: 2, removed: 2, back: 2 },
    { id: "ord_released", state: "released", quantity: 6 },
  ];
  for (const order of orders) await insertOrder(order);
  await migrateDatabase("orders", address);
  const { read } = connect(address);
  const rows = await read.select().from(allocations);
  expect(
    Object.fromEntries(
      rows.map(({ orderId, quantity, shipped }) => [orderId, [quantity, shipped]]),
    ),
  ).toEqual({
    ord_waiting: [2, 0],
    ord_sold: [3, 0],
    ord_partly_shipped: [5, 2],
    ord_partly_removed: [4, 2],
    ord_returned: [1, 1],
    ord_all_back: [0, 0],
  });
  for (const row of rows)
    expect(row).toMatchObject({ locationId: DEFAULT_LOCATION, waiting: 0, createdAt: 7 });
  expect(await read.select().from(stockLevels)).toMatchObject([
    { variantId: "var_1", locationId: DEFAULT_LOCATION, available: 40, reserved: 2, sold: 20 },
  ]);
});
