import { serveStandIn } from "#cloud/stand-in";
import { typesenseStandIn } from "#cloud/typesense";
import type { OpeningStock, StockLevel } from "#contract/orders";
import { idempotencyKeys, outbox as outboxRows } from "#db/catalog/schema";
import { testDatabase } from "#db/testing";
import type { Actor } from "#kernel/actor";
import { newApp } from "#kernel/app";
import { dispatch } from "#kernel/events";
import { idempotencyOf } from "#kernel/idempotency";
import { outboxOf } from "#kernel/outbox";
import { as, inCall, movableClock, recordingQueue } from "#kernel/testing";
import { adminRoutes } from "./admin.routes";
import { categoriesService } from "./categories.service";
import { categoriesStore } from "./categories.store";
import { catalogHearings } from "./events";
import { importService } from "./import.service";
import { importStore } from "./import.store";
import { indexingService } from "./indexing.service";
import { indexingStore } from "./indexing.store";
import { productRoutes } from "./products.routes";
import { productsService } from "./products.service";
import { productsStore } from "./products.store";
import { searchRoutes } from "./search.routes";
import { searchService } from "./search.service";
import { stockService } from "./stock.service";
import { stockStore } from "./stock.store";
import { typesenseIndex } from "./typesense.client";

/** Stock that is kept in memory: what was opened, and what a test says of it since. */
export const obedientStock = () => {
  const levels = new Map<string, StockLevel>();
  let down = false;
  const answering = () => {
    if (down) throw new Error("orders do not answer");
  };
  return {
    levels,
    set(variantId: string, available: number) {
      const version = (levels.get(variantId)?.version ?? 0) + 1;
      levels.set(variantId, { variantId, available, reserved: 0, sold: 0, version });
    },
    goDown: (isDown: boolean) => {
      down = isDown;
    },
    rpc: {
      async openStock(entries: OpeningStock[]) {
        answering();
        for (const { variantId, quantity } of entries) {
          if (levels.has(variantId)) continue;
          levels.set(variantId, {
            variantId,
            available: quantity,
            reserved: 0,
            sold: 0,
            version: 1,
          });
        }
      },
      async stockLevels(variantIds: string[]) {
        answering();
        return variantIds.flatMap((id) => levels.get(id) ?? []);
      },
    },
  };
};

const CURRENCY = "EUR";

/** A whole catalog over a real database and a real search engine's protocol. */
export const testCatalog = async () => {
  const database = await testDatabase("catalog");
  const cloud = serveStandIn(typesenseStandIn({ dataDir: ":memory:", token: "bodega-dev" }), 0);
  const { db } = database;
  const queue = recordingQueue();
  const clock = movableClock();
  const stock = obedientStock();
  const index = typesenseIndex({ url: cloud.url, apiKey: "bodega-dev", currency: CURRENCY });
  const outbox = outboxOf({ db, table: outboxRows, queue });
  const idempotency = idempotencyOf({ db, table: idempotencyKeys });
  const store = productsStore(db);

  const products = productsService({ store, currency: CURRENCY });
  const search = searchService({ index, store, currency: CURRENCY });
  const indexing = indexingService({ store: indexingStore(db, CURRENCY), index, clock });
  const stocked = stockService({
    store: stockStore({ db, outbox }),
    orders: stock.rpc,
    outbox,
    clock,
  });
  const imports = importService({
    store: importStore({ db, outbox }),
    stock: stocked,
    outbox,
    clock,
  });
  const hearings = catalogHearings({ indexing, stock: stocked });

  const app = newApp();
  productRoutes(app, { products, categories: categoriesService({ store: categoriesStore(db) }) });
  searchRoutes(app, search);
  adminRoutes(app, { imports, indexing, idempotency, currency: CURRENCY });

  return {
    ...{ db, cloudUrl: database.cloudUrl, searchUrl: cloud.url, queue, clock, index, hearings },
    ...{ products, indexing, stock, openPending: stocked.openPending },
    /** A request of somebody, as the gateway would hand it on. */
    ask: (path: string, init: RequestInit & { actor?: Actor } = {}) =>
      inCall(async () => {
        const headers = { ...(init.actor ? as(init.actor) : {}), ...init.headers };
        return app.request(path, { ...init, headers });
      }),
    /** Delivers what was published, as the queue would. */
    async deliver() {
      const events = queue.published.splice(0).map(({ event }) => event);
      for (const event of events) await inCall(() => dispatch(hearings, event));
      return events;
    },
    async stop() {
      await cloud.stop();
      await database.stop();
    },
  };
};
export type TestCatalog = Awaited<ReturnType<typeof testCatalog>>;
