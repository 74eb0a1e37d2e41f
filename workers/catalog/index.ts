import { cache, WorkerEntrypoint } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { composeAttributes } from "#catalog/attributes/compose";
import type { AvailabilityService } from "#catalog/availability/availability.service";
import { composeAvailability } from "#catalog/availability/compose";
import { bulkChangesService } from "#catalog/bulk-changes.service";
import { privateByDefault } from "#catalog/cache.http";
import { composeCategories } from "#catalog/categories/compose";
import { composeChanges } from "#catalog/changes/changes.compose";
import { composeCollections } from "#catalog/collections/compose";
import { edgeCache, type PlatformCache } from "#catalog/edge/edge-cache.client";
import { type CatalogEnv, CatalogVars } from "#catalog/env";
import { catalogHandlers } from "#catalog/events";
import { composeFeeds } from "#catalog/feeds/compose";
import { composeFiles } from "#catalog/files/compose";
import type { FilesService } from "#catalog/files/files.service";
import { composeJobs } from "#catalog/jobs/compose";
import { composeLongChanges } from "#catalog/long-changes.compose";
import type { Bucket } from "#catalog/media/bucket.port";
import { composeMedia } from "#catalog/media/compose";
import type { MediaService } from "#catalog/media/media.service";
import { composePricing } from "#catalog/pricing/compose";
import type { PriceRefreshService } from "#catalog/pricing/price-refresh.service";
import { composeProductTranslations } from "#catalog/product-translations/compose";
import { composeProducts } from "#catalog/products/compose";
import type { Pause } from "#catalog/queries/queries.service";
import { composeRelated } from "#catalog/related/compose";
import { retentionStore } from "#catalog/retention.store";
import { composeReviews } from "#catalog/reviews/compose";
import { composeSearch } from "#catalog/search/compose";
import type { IndexJobsService } from "#catalog/search/index-jobs.service";
import type { IndexingService } from "#catalog/search/indexing.service";
import type { SearchIndex } from "#catalog/search-index/search-index.port";
import { composeStockAlerts } from "#catalog/stock-alerts/compose";
import { composeWishlist } from "#catalog/wishlist/compose";
import { ANONYMOUS_BUYER, type CatalogRpc } from "#contract/catalog";
import { idempotencyKeys, outbox as outboxRows } from "#db/catalog/schema";
import { connect, type Database } from "#db/client";
import type { Trace } from "#kernel/call";
import { type Clock, systemClock } from "#kernel/clock";
import { type Check, entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { outboxOf } from "#kernel/events/outbox";
import { type Queue, qstashQueue } from "#kernel/events/queue.client";
import { log } from "#kernel/log";
import { idempotencyOf } from "#kernel/mutations/idempotency";
import { type App, newApp } from "#kernel/routes/app";
import type { Gauge } from "#kernel/sight/gauges";

/** Logs a failure instead of throwing it, so that the rest of the sweep still runs. */
const openPending = (availability: AvailabilityService) =>
  availability.openPending().catch((err) => {
    log.warn("sweep.stock_not_opened", { error: err });
    return 0;
  });

/** Begins to build the search index if there is none. Logs a failure, so that the rest of the sweep still runs. */
const buildIndex = (indexJobs: IndexJobsService) =>
  indexJobs.build().catch((err) => {
    log.warn("sweep.index_not_built", { error: err });
    return false;
  });

/** Begins to repair the search index at night. Logs a failure, so that the rest of the sweep still runs. */
const repairIndex = (indexJobs: IndexJobsService) =>
  indexJobs.repair().catch((error) => {
    log.warn("sweep.index_not_repaired", { error });
    return false;
  });

/**
 * Writes missing words of the database's own search, each minute of an hour for another part of the products. Logs a
 * failure, so that the rest of the sweep still runs.
 */
const repairWords = (indexing: IndexingService, nowMs: number) =>
  indexing.repairWords({ number: new Date(nowMs).getUTCMinutes(), of: 60 }).catch((error) => {
    log.warn("sweep.words_not_repaired", { error });
    return 0;
  });

/** Deletes what interrupted uploads have left. Logs a failure, so that the rest of the sweep still runs. */
const sweepUploads = (uploads: Pick<MediaService | FilesService, "sweep">) =>
  uploads.sweep().catch((error) => {
    log.warn("sweep.uploads_not_swept", { error });
    return 0;
  });

/** Copies the stock of released pre-orders. Logs a failure, so that the rest of the sweep still runs. */
const releasePreorders = (availability: AvailabilityService) =>
  availability.release().catch((err) => {
    log.warn("sweep.preorders_not_released", { error: err });
    return 0;
  });

/** Publishes what is due. Logs a failure, so that the rest of the sweep still runs. */
const applySchedules = ({ applyDue }: ReturnType<typeof composeChanges>) =>
  applyDue().catch((err) => {
    log.warn("sweep.schedules_not_applied", { error: err });
    return {};
  });

/** Makes lists and the search follow price lists. Logs a failure, so that the rest of the sweep still runs. */
const refreshPrices = ({ priceRefresh }: Swept) =>
  priceRefresh.step().catch((error) => {
    log.warn("sweep.prices_not_refreshed", { error });
    return 0;
  });

const checksOf = (db: Database, index: SearchIndex, bucket: Bucket): Check[] => [
  { name: "libsql", ask: () => db.read.run(sql`select 1`) },
  { name: "typesense", optional: true, ask: () => index.ping() },
  { name: "r2", optional: true, ask: () => bucket.ping() },
];

interface Swept {
  writing: ReturnType<typeof composeChanges>;
  availability: AvailabilityService;
  indexing: IndexingService;
  indexJobs: IndexJobsService;
  uploads: { media: MediaService; files: FilesService };
  longChanges: Pick<ReturnType<typeof composeLongChanges>, "pruneJobs">;
  retention: ReturnType<typeof retentionStore>;
  priceRefresh: PriceRefreshService;
  clock: Clock;
}

const sweepOf = (swept: Swept) => async () => ({
  ...(await applySchedules(swept.writing)),
  pricesRefreshed: await refreshPrices(swept),
  stockOpened: await openPending(swept.availability),
  preordersReleased: await releasePreorders(swept.availability),
  wordsRepaired: await repairWords(swept.indexing, swept.clock.now()),
  indexesBuilt: Number(await buildIndex(swept.indexJobs)),
  indexRepairs: Number(await repairIndex(swept.indexJobs)),
  mediaSwept: await sweepUploads(swept.uploads.media),
  filesSwept: await sweepUploads(swept.uploads.files),
  jobsPruned: await swept.longChanges.pruneJobs(),
  ...(await swept.retention.prune(swept.clock.now())),
});

const searchGauges = async (index: SearchIndex): Promise<Gauge[]> => {
  const degraded = await index.ping().then(
    () => 0,
    () => 1,
  );
  return [{ name: "bodega_search_degraded", value: degraded }];
};

/** Dependencies that tests replace. */
interface Overrides {
  clock?: Clock;
  queue?: Queue;
  platformCache?: PlatformCache;
  pause?: Pause;
}

const pauseFor: Pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const connections = (env: CatalogEnv, overrides: Overrides) => {
  const vars = parseEnv("catalog", CatalogVars, env);
  const db = connect({ url: vars.CATALOG_DB_URL, token: vars.CATALOG_DB_TOKEN });
  const queue =
    overrides.queue ??
    qstashQueue({
      url: vars.QSTASH_URL,
      token: vars.QSTASH_TOKEN,
      destination: `${vars.PUBLIC_URL}/events`,
      mailPerSecond: vars.MAIL_PER_SECOND,
    });
  const typesense = { url: vars.TYPESENSE_URL, apiKey: vars.TYPESENSE_API_KEY };
  const outbox = outboxOf({ db, table: outboxRows, queue });
  const edge = edgeCache(overrides.platformCache ?? cache);
  const {
    SHOP_CURRENCY: currency,
    SHOP_LOCALE: locale,
    PUBLIC_URL: publicUrl,
    STOREFRONT_URL: storefrontUrl,
  } = vars;
  const values = { currency, locale, publicUrl, storefrontUrl, version: vars.VERSION };
  const clock = overrides.clock ?? systemClock;
  const idempotency = idempotencyOf({ db, table: idempotencyKeys });
  return { db, typesense, outbox, edge, clock, idempotency, orders: env.ORDERS, ...values };
};

/** Composes what is kept beside products: attributes, categories, collections, prices, reviews, wish lists. */
const composeRecords = (
  deps: Parameters<typeof composeReviews>[0] &
    Parameters<typeof composeRelated>[0] &
    Parameters<typeof composeStockAlerts>[0],
) => {
  const categories = composeCategories(deps);
  const collections = composeCollections(deps);
  const pricing = composePricing(deps);
  const reviews = composeReviews(deps);
  const saved = composeWishlist(deps);
  const alerting = composeStockAlerts(deps);
  const ofProducts = [composeAttributes(deps), categories, collections, pricing];
  const composed = [...ofProducts, reviews, saved, alerting, composeRelated(deps)];
  return {
    handlers: { ...categories, ...collections, ...pricing, ...reviews, ...saved, ...alerting },
    stockAlerts: alerting.stockAlerts,
    personalData: async (userId: string) => ({
      ...(await reviews.authors.personalData(userId)),
      ...(await saved.wishlist.personalData(userId)),
      ...(await pricing.personalData(userId)),
    }),
    routes: (app: App) => {
      for (const { routes } of composed) routes(app);
    },
  };
};

/** Composes what lies in the bucket: pictures, and the files of digital goods. */
const composeUploads = (
  { MEDIA: r2, IMAGES: images }: CatalogEnv,
  deps: ReturnType<typeof connections>,
) => {
  const pictures = composeMedia({ ...deps, r2, images });
  const sold = composeFiles({ ...deps, r2 });
  const routes = (app: App) => {
    pictures.routes(app);
    sold.routes(app);
  };
  return { ...pictures, files: sold.files, routes };
};

export const compose = (env: CatalogEnv, overrides: Overrides = {}) => {
  const connected = connections(env, overrides);
  const { db, outbox, edge, currency, locale, clock, idempotency, orders } = connected;
  const shown = composeProducts({ db, currency, locale, clock });
  const { availability, bundles } = composeAvailability({ db, outbox, clock, orders });
  const uploads = composeUploads(env, connected);
  const { media } = uploads;
  const writing = composeChanges({ ...connected, availability, bundles, media });
  const translations = composeProductTranslations({ writing: writing.writing, locale });
  const bulkChanges = bulkChangesService({ idempotency });
  const ofJobs = composeJobs({ db, outbox, idempotency, clock });
  const searching = composeSearch({
    ...{ db, clock, currency, locale, jobs: ofJobs.jobs, edge, outbox, idempotency },
    filters: shown.filters,
    typesense: connected.typesense,
    pause: overrides.pause ?? pauseFor,
  });
  const { index, indexSteps } = searching;
  const longChanges = composeLongChanges({
    ...{ db, outbox, idempotency, availability, bulkChanges, clock, currency },
    ...{ ofJobs, indexSteps },
    ...{ changes: writing.changes, products: writing.store, orders },
  });
  const records = composeRecords(connected);
  const feeds = composeFeeds({ db, currency, clock, storefrontUrl: connected.storefrontUrl });
  const retention = retentionStore(db);

  const app = newApp();
  app.use("/*", privateByDefault);
  const ofProducts = [shown, records, longChanges, writing, translations];
  for (const { routes } of [...ofProducts, searching, uploads, feeds]) routes(app);

  return {
    app,
    version: connected.version,
    checks: checksOf(db, index, uploads.bucket),
    handlers: catalogHandlers({
      ...{ edge, availability, bundles },
      ...searching,
      ...records.handlers,
      ...longChanges,
    }),
    outbox,
    products: shown.products,
    applySchedules: writing.applyDue,
    pruneJobs: longChanges.pruneJobs,
    availability,
    searching,
    media,
    stockAlerts: records.stockAlerts,
    personalData: records.personalData,
    gauges: () => searchGauges(index),
    sweep: sweepOf({
      ...{ writing, availability, ...searching, uploads, longChanges, retention, clock },
      priceRefresh: records.handlers.priceRefresh,
    }),
  };
};

export default class Catalog
  extends entrypoint(WorkerEntrypoint<CatalogEnv>, "catalog", compose)
  implements CatalogRpc
{
  variants(variantIds: string[], currency: string, trace: Trace, buyer = ANONYMOUS_BUYER) {
    return this.run("variants", trace, ({ products }) =>
      products.sellable(variantIds, currency, buyer),
    );
  }

  stockAlertMail(alertId: string, trace: Trace) {
    return this.run("stockAlertMail", trace, ({ stockAlerts }) => stockAlerts.mail(alertId));
  }
}
