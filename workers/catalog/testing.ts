import { stockService } from "#catalog/availability/availability.service";
import { stockStore } from "#catalog/availability/availability.store";
import { catalogHearings } from "#catalog/events";
import { adminRoutes } from "#catalog/import/import.routes";
import { importService } from "#catalog/import/import.service";
import { importStore } from "#catalog/import/import.store";
import { categoriesService } from "#catalog/products/categories.service";
import { categoriesStore } from "#catalog/products/categories.store";
import { productRoutes } from "#catalog/products/products.routes";
import { productsService } from "#catalog/products/products.service";
import { productsStore } from "#catalog/products/products.store";
import { indexingService } from "#catalog/search/indexing.service";
import { indexingStore } from "#catalog/search/indexing.store";
import { searchRoutes } from "#catalog/search/search.routes";
import { searchService } from "#catalog/search/search.service";
import { typesenseIndex } from "#catalog/search/typesense.client";
import { serveStandIn } from "#cloud/stand-in";
import { typesenseStandIn } from "#cloud/typesense";
import type { ImportReport, Product } from "#contract/catalog";
import { inventoryAdjusted, type OpeningStock, type StockLevel } from "#contract/orders";
import { idempotencyKeys, outbox as outboxRows } from "#db/catalog/schema";
import { testDatabase } from "#db/testing";
import type { Actor } from "#kernel/actor";
import { newApp } from "#kernel/app";
import { dispatch, newEvent } from "#kernel/events";
import { idempotencyOf } from "#kernel/idempotency";
import { outboxOf } from "#kernel/outbox";
import { as, inCall, movableClock, recordingQueue, userActor } from "#kernel/testing";

/** Stock that is kept in memory: what was opened, and what a test says of it since. */
export const obedientStock = () => {
  const levels = new Map<string, StockLevel>();
  const skus = new Map<string, string | null>();
  const opened = new Set<string>();
  let down = false;
  const answering = () => {
    if (down) throw new Error("orders do not answer");
  };
  const set = (variantId: string, available: number) => {
    const version = (levels.get(variantId)?.version ?? 0) + 1;
    levels.set(variantId, { variantId, available, reserved: 0, sold: 0, version });
  };
  return {
    levels,
    skus,
    set,
    goDown: (isDown: boolean) => {
      down = isDown;
    },
    rpc: {
      async openStock(entries: OpeningStock[]) {
        answering();
        for (const { variantId, sku, quantity } of entries) {
          skus.set(variantId, sku);
          const units = opened.has(variantId) ? 0 : quantity;
          if (quantity > 0) opened.add(variantId);
          const before = levels.get(variantId);
          if (!before || units > 0) set(variantId, (before?.available ?? 0) + units);
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

/** The columns of Shopify's files that the shop reads most. */
const COLUMNS = [
  ...["Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published"],
  ...["Option1 Name", "Option1 Value", "Variant SKU", "Variant Inventory Tracker"],
  ...["Variant Inventory Qty", "Variant Inventory Policy", "Variant Price"],
  ...["Variant Compare At Price", "Image Src", "Image Position", "Image Alt Text", "Status"],
];

/** A product file with all of `COLUMNS`. */
export const shopifyFile = (...rows: string[]) => [COLUMNS.join(","), ...rows].join("\n");

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

  /** Builds a request as the gateway forwards it. */
  const ask = (path: string, init: RequestInit & { actor?: Actor } = {}) =>
    inCall(async () => {
      const headers = { ...(init.actor ? as(init.actor) : {}), ...init.headers };
      return app.request(path, { ...init, headers });
    });

  /** Sends a file of products, as staff. */
  const send = (csv: string | Uint8Array<ArrayBuffer>, query = "") =>
    ask(`/v1/admin/products/import${query}`, {
      method: "POST",
      actor: userActor("staff"),
      body: csv,
      headers: { "content-type": "text/csv" },
    });

  return {
    ...{ db, cloudUrl: database.cloudUrl, searchUrl: cloud.url, queue, clock, index, hearings },
    ...{ products, indexing, stock, openPending: stocked.openPending },
    ask,
    send,
    /** Imports a file and answers its report. */
    async load(csv: string, query = ""): Promise<ImportReport> {
      const answer = await send(csv, query);
      if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as ImportReport;
    },
    async product(slug: string, query = ""): Promise<Product> {
      return (await (await ask(`/v1/products/${slug}${query}`)).json()) as Product;
    },
    /** Delivers the news that the stock of these variants has changed. */
    hear: (variantIds: string[]) =>
      inCall(() =>
        dispatch(
          hearings,
          newEvent(inventoryAdjusted, {
            ...{ source: "orders", subject: variantIds[0] ?? "", sequence: 1 },
            ...{ data: { variantIds }, nowMs: clock.now() },
          }),
        ),
      ),
    /** Delivers what was published, as the queue would. */
    async deliver() {
      const events = queue.published.splice(0);
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
