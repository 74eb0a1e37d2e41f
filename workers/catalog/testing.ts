import { recordingCache } from "#catalog/edge/edge.testing";
import type { CatalogEnv } from "#catalog/env";
import { compose } from "#catalog/index";
import { requireIndexes } from "#catalog/plans.testing";
import { r2StandIn } from "#cloud/r2";
import { r2Binding } from "#cloud/r2/binding";
import { serveStandIn } from "#cloud/stand-in";
import { typesenseStandIn } from "#cloud/typesense";
import type { ImportReport, Product } from "#contract/catalog";
import type { OrdersRpc } from "#contract/orders";
import { testDatabase } from "#db/testing";
import { inventoryAdjusted } from "#events/orders";
import type { Actor } from "#kernel/actor";
import { dispatch, newEvent } from "#kernel/events/events";
import { as, inCall, movableClock, recordingQueue, stubRpc, userActor } from "#kernel/testing";
import {
  DEFAULT_LOCATION_ID,
  type OpeningStock,
  type SellableStock,
  type StockLevel,
} from "#orders/stock.contract";
import { sellable } from "#orders/terms.testing";

/** Returns the balances of a variant whose units are all at the default location. */
const balancesOf = ({ variantId, available, version }: SellableStock): StockLevel => {
  const balances = { available, reserved: 0, sold: 0, inTransit: 0, backordered: 0 };
  const locations = [{ locationId: DEFAULT_LOCATION_ID, ...balances }];
  return { variantId, ...balances, version, locations };
};

/** The stock of the orders Worker in memory: a test sets its levels and takes it down. */
export const inMemoryStock = () => {
  const levels = new Map<string, SellableStock>();
  const skus = new Map<string, string | null>();
  const opened = new Set<string>();
  let down = false;
  const requireUp = () => {
    if (down) throw new Error("orders are down");
  };
  const set = (variantId: string, available: number) => {
    const version = (levels.get(variantId)?.version ?? 0) + 1;
    levels.set(variantId, sellable(variantId, available, version));
  };
  const openOne = ({ variantId, sku, quantity }: OpeningStock) => {
    skus.set(variantId, sku);
    const units = opened.has(variantId) ? 0 : quantity;
    if (quantity > 0) opened.add(variantId);
    const before = levels.get(variantId);
    if (!before || units > 0) set(variantId, (before?.available ?? 0) + units);
  };
  const rpc = stubRpc<OrdersRpc>("orders", {
    async openStock(entries: OpeningStock[]) {
      requireUp();
      entries.forEach(openOne);
    },
    async stockBalances(variantIds: string[]) {
      requireUp();
      return [...levels.values()].filter((it) => variantIds.includes(it.variantId)).map(balancesOf);
    },
    async stockLevels(variantIds: string[]) {
      requireUp();
      return variantIds.flatMap((id) => levels.get(id) ?? []);
    },
  });
  return {
    levels,
    skus,
    set,
    goDown: (isDown: boolean) => {
      down = isDown;
    },
    rpc,
  };
};

/** The columns of Shopify's files that most tests use. */
const COLUMNS = [
  "Handle",
  "Title",
  "Body (HTML)",
  "Vendor",
  "Type",
  "Tags",
  "Published",
  "Option1 Name",
  "Option1 Value",
  "Variant SKU",
  "Variant Inventory Tracker",
  "Variant Inventory Qty",
  "Variant Inventory Policy",
  "Variant Price",
  "Variant Compare At Price",
  "Image Src",
  "Image Position",
  "Image Alt Text",
  "Status",
];

/** Returns a product file with all of `COLUMNS`. */
export const shopifyFile = (...rows: string[]) => [COLUMNS.join(","), ...rows].join("\n");

/** Starts the catalog on a real database and a search engine that speaks Typesense's protocol. */
export const testCatalog = async (bindings: Partial<CatalogEnv> = {}) => {
  const database = await testDatabase("catalog");
  const searchEngine = serveStandIn(
    typesenseStandIn({ dataDir: ":memory:", token: "bodega-dev" }),
    0,
  );
  const bucket = r2StandIn({ dataDir: ":memory:", token: "bodega-dev" });
  const servedBucket = serveStandIn(bucket, 0);
  const queue = recordingQueue();
  const clock = movableClock();
  const stock = inMemoryStock();
  const env = {
    ENVIRONMENT: "test",
    CATALOG_DB_URL: database.address.url,
    CATALOG_DB_TOKEN: database.address.token,
    TYPESENSE_URL: searchEngine.url,
    TYPESENSE_API_KEY: "bodega-dev",
    QSTASH_URL: "http://127.0.0.1:9",
    QSTASH_TOKEN: "bodega-dev",
    PUBLIC_URL: "http://127.0.0.1:9",
    STOREFRONT_URL: "https://shop.test/",
    ORDERS: stock.rpc,
    MEDIA: r2Binding({ url: servedBucket.url, token: "bodega-dev", bucket: "media" }),
    ...bindings,
  };
  const platform = recordingCache();
  const worker = compose(env, {
    queue,
    clock,
    platformCache: platform,
    pause: async () => undefined,
  });
  const { app, handlers, products, availability, media, sweep } = worker;
  const { index, indexing, indexJobs, reindexing } = worker.searching;

  /** Sends a request as the gateway forwards it. */
  const ask = (path: string, init: RequestInit & { actor?: Actor } = {}) =>
    inCall(async () => {
      const headers = { ...(init.actor ? as(init.actor) : {}), ...init.headers };
      return app.request(path, { ...init, headers });
    });

  /** Uploads a product file as staff. */
  const send = (csv: string | Uint8Array<ArrayBuffer>, query = "") =>
    ask(`/v1/admin/products/import${query}`, {
      method: "POST",
      actor: userActor("staff"),
      body: csv,
      headers: { "content-type": "text/csv" },
    });

  return {
    db: database.db,
    cloudUrl: database.cloudUrl,
    searchUrl: searchEngine.url,
    bucket,
    bucketUrl: servedBucket.url,
    bindings: { bucket: env.MEDIA },
    media,
    purged: platform.purged,
    queue,
    clock,
    index,
    handlers,
    products,
    /** What fills the index, and the whole rebuilding at once. */
    indexing: {
      ...indexing,
      build: () => inCall(indexJobs.build),
      status: indexJobs.status,
      reindex: async () => {
        await reindexing.rebuild();
        return indexJobs.status();
      },
    },
    indexJobs,
    sweep,
    stock,
    openPending: availability.openPending,
    applySchedules: worker.applySchedules,
    pruneJobs: worker.pruneJobs,
    stockAlerts: worker.stockAlerts,
    personalData: worker.personalData,
    ask,
    send,
    /** Imports a file and returns its report. */
    async load(csv: string, query = ""): Promise<ImportReport> {
      const response = await send(csv, query);
      if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
      return (await response.json()) as ImportReport;
    },
    async product(slug: string, query = ""): Promise<Product> {
      return (await (await ask(`/v1/products/${slug}${query}`)).json()) as Product;
    },
    /** Delivers the event that the stock of these variants has changed. */
    deliverStock: (variantIds: string[]) =>
      inCall(() =>
        dispatch(
          handlers,
          newEvent(inventoryAdjusted, {
            source: "orders",
            subject: variantIds[0] ?? "",
            sequence: 1,
            data: { variantIds },
            nowMs: clock.now(),
          }),
        ),
      ),
    /** Delivers the published events, as the queue does. Returns them. */
    async deliver() {
      const events = queue.published.splice(0);
      for (const event of events) await inCall(() => dispatch(handlers, event));
      return events;
    },
    /** Delivers the published events of one object, and forgets the others. Returns how many. */
    async deliverOf(subject: string): Promise<number> {
      const events = queue.published.splice(0).filter((event) => event.subject === subject);
      for (const event of events) await inCall(() => dispatch(handlers, event));
      return events.length;
    },
    /** Makes the search engine fail, or work again. */
    takeSearchDown: (isDown: boolean) =>
      fetch(`${searchEngine.url}/_dev/faults`, {
        method: isDown ? "PUT" : "DELETE",
        ...(isDown && {
          body: JSON.stringify({
            seed: 1,
            rules: [{ kind: "error-before", rate: 1, status: 503 }],
          }),
        }),
      }),
    async stop() {
      await requireIndexes(database.cloudUrl);
      await searchEngine.stop();
      await servedBucket.stop();
      await database.stop();
    },
  };
};
export type TestCatalog = Awaited<ReturnType<typeof testCatalog>>;
