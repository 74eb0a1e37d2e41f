import { WorkerEntrypoint } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { type StockService, stockService } from "#catalog/availability/availability.service";
import { stockStore } from "#catalog/availability/availability.store";
import { type CatalogEnv, CatalogVars } from "#catalog/env";
import { catalogHearings } from "#catalog/events";
import { adminRoutes } from "#catalog/import/import.routes";
import { importService } from "#catalog/import/import.service";
import { importStore } from "#catalog/import/import.store";
import { categoriesService } from "#catalog/products/categories.service";
import { categoriesStore } from "#catalog/products/categories.store";
import { productRoutes } from "#catalog/products/products.routes";
import { productsService } from "#catalog/products/products.service";
import { productsStore } from "#catalog/products/products.store";
import { retentionStore } from "#catalog/retention.store";
import { type IndexingService, indexingService } from "#catalog/search/indexing.service";
import { indexingStore } from "#catalog/search/indexing.store";
import { searchRoutes } from "#catalog/search/search.routes";
import { searchService } from "#catalog/search/search.service";
import { typesenseIndex } from "#catalog/search/typesense.client";
import type { CatalogRpc } from "#contract/catalog";
import { idempotencyKeys, outbox as outboxRows } from "#db/catalog/schema";
import { connect } from "#db/client";
import { newApp } from "#kernel/app";
import type { Trace } from "#kernel/call";
import { systemClock as clock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { idempotencyOf } from "#kernel/idempotency";
import { log } from "#kernel/log";
import { outboxOf } from "#kernel/outbox";
import { qstashQueue } from "#kernel/queue.client";

/** Stock that does not answer is no reason to leave the rest of a sweep undone. */
const openPending = (stock: StockService) =>
  stock.openPending().catch((err) => {
    log.warn("sweep.stock_not_opened", { error: err });
    return 0;
  });

/** Builds the search index if there is none. A search engine that is down does not keep the rest undone. */
const buildIndex = (indexing: IndexingService) =>
  indexing.build().catch((err) => {
    log.warn("sweep.index_not_built", { error: err });
    return false;
  });

const connections = (env: CatalogEnv) => {
  const vars = parseEnv("catalog", CatalogVars, env);
  const db = connect({ url: vars.CATALOG_DB_URL, token: vars.CATALOG_DB_TOKEN });
  const queue = qstashQueue({
    url: vars.QSTASH_URL,
    token: vars.QSTASH_TOKEN,
    destination: `${vars.PUBLIC_URL}/events`,
    mailPerSecond: vars.MAIL_PER_SECOND,
  });
  const currency = vars.SHOP_CURRENCY;
  const index = typesenseIndex({
    url: vars.TYPESENSE_URL,
    apiKey: vars.TYPESENSE_API_KEY,
    currency,
  });
  const outbox = outboxOf({ db, table: outboxRows, queue });
  return { db, index, outbox, orders: env.ORDERS, currency, version: vars.VERSION };
};

const compose = (env: CatalogEnv) => {
  const { db, index, outbox, orders, currency, version } = connections(env);
  const idempotency = idempotencyOf({ db, table: idempotencyKeys });
  const store = productsStore(db);
  const retention = retentionStore(db);

  const products = productsService({ store, currency });
  const categories = categoriesService({ store: categoriesStore(db) });
  const search = searchService({ index, store, currency });
  const indexing = indexingService({ store: indexingStore(db, currency), index, clock });
  const stock = stockService({ store: stockStore({ db, outbox }), orders, outbox, clock });
  const imports = importService({ store: importStore({ db, outbox }), stock, outbox, clock });

  const app = newApp();
  productRoutes(app, { products, categories });
  searchRoutes(app, search);
  adminRoutes(app, { imports, indexing, idempotency, currency });

  return {
    app,
    version,
    checks: [
      { name: "libsql", ask: () => db.read.run(sql`select 1`) },
      { name: "typesense", optional: true, ask: () => index.ask() },
    ],
    hearings: catalogHearings({ indexing, stock }),
    outbox,
    products,
    sweep: async () => ({
      stockOpened: await openPending(stock),
      indexesBuilt: Number(await buildIndex(indexing)),
      ...(await retention.prune(clock.now())),
    }),
  };
};

export default class Catalog
  extends entrypoint(WorkerEntrypoint<CatalogEnv>, "catalog", compose)
  implements CatalogRpc
{
  variants(variantIds: string[], currency: string, trace: Trace) {
    return this.run(trace, ({ products }) => products.sellable(variantIds, currency));
  }
}
