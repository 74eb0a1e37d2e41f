import { sql } from "drizzle-orm";
import type { OrdersRpc } from "#contract/orders";
import { idempotencyKeys, outbox as outboxRows } from "#db/catalog/schema";
import type { Database } from "#db/client";
import { newApp } from "#kernel/app";
import type { Clock } from "#kernel/clock";
import { idempotencyOf } from "#kernel/idempotency";
import { log } from "#kernel/log";
import { outboxOf } from "#kernel/outbox";
import type { Queue } from "#kernel/queue.client";
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
import { retentionStore } from "./retention.store";
import { searchRoutes } from "./search.routes";
import { searchService } from "./search.service";
import type { SearchIndex } from "./search-index";
import { type StockService, stockService } from "./stock.service";
import { stockStore } from "./stock.store";

interface Tools {
  db: Database;
  queue: Queue;
  index: SearchIndex;
  orders: Pick<OrdersRpc, "openStock" | "stockLevels">;
  clock: Clock;
  /** The shop's own currency. */
  currency: string;
}

/** Stock that is not there to listen is no reason to leave the rest of a sweep undone. */
const openPending = (stock: StockService) =>
  stock.openPending().catch((err) => {
    log.warn("sweep.stock_not_opened", { error: err });
    return 0;
  });

/** The catalog out of its tools, the same in the Worker and in its tests. */
export const catalogOf = ({ db, queue, index, orders, clock, currency }: Tools) => {
  const outbox = outboxOf({ db, table: outboxRows, queue });
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
    checks: [
      { name: "libsql", ask: () => db.read.run(sql`select 1`) },
      { name: "typesense", optional: true, ask: () => index.ask() },
    ],
    hearings: catalogHearings({ indexing, stock }),
    outbox,
    products,
    indexing,
    sweep: async () => ({
      stockOpened: await openPending(stock),
      ...(await retention.prune(clock.now())),
    }),
  };
};
