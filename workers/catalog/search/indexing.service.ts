import type { IndexingStore } from "#catalog/search/indexing.store";
import type { SearchIndex } from "#catalog/search/search-index.port";
import type { SearchStatus } from "#contract/catalog";
import type { Clock } from "#kernel/clock";
import { CONFLICT, retryOnConflict } from "#kernel/retry-on-conflict";

interface Tools {
  store: IndexingStore;
  index: SearchIndex;
  clock: Clock;
}

const BATCH_PRODUCTS = 250;
const VERIFY_TRIES = 5;
/** How far the clocks of two isolates may be apart when one asks what the other has changed. */
const CLOCK_SKEW_MS = 5 * 60_000;
/** A collection that no alias names may be one that another reindexing fills right now. */
const ABANDONED_AFTER_MS = 60 * 60_000;
/** A build that has not finished after this time is started again. */
const BUILDING_MS = 15 * 60_000;

/** Keeps the search index equal to the catalog. */
export const indexingService = ({ store, index, clock }: Tools) => {
  const writeOnce = async (ids: readonly string[], collection?: string): Promise<string[]> => {
    const products = await store.published(ids);
    const versions = new Map(products.map(({ id, version }) => [id, version]));
    if (!(await index.put(products, collection))) {
      await build();
      return [];
    }
    await index.remove(
      ids.filter((id) => !versions.has(id)),
      collection,
    );
    const now = await store.versions(ids);
    return ids.filter((id) => versions.get(id) !== now.get(id));
  };

  /**
   * Writes, then looks whether the products have moved meanwhile, until they have not: Typesense knows
   * no conditional write, and of two writers the one that read first may write last.
   */
  const refresh = async (productIds: readonly string[], collection?: string) => {
    let ids: readonly string[] = [...new Set(productIds)];
    const attempt = async () => {
      if (ids.length > 0) ids = await writeOnce(ids, collection);
      return ids.length > 0 ? CONFLICT : undefined;
    };
    await retryOnConflict(attempt, {
      triesMax: VERIFY_TRIES,
      detail: "The products keep changing.",
    });
  };

  const fill = async (collection: string) => {
    let after = "";
    for (;;) {
      const products = await store.publishedAfter(after, BATCH_PRODUCTS);
      await index.put(products, collection);
      const last = products.at(-1);
      if (!last || products.length < BATCH_PRODUCTS) return;
      after = last.id;
    }
  };

  const catchUp = async (sinceMs: number, collection?: string) => {
    let after = { id: "", updatedAt: sinceMs };
    for (;;) {
      const changed = await store.changedAfter(after, BATCH_PRODUCTS);
      await refresh(
        changed.map(({ id }) => id),
        collection,
      );
      const last = changed.at(-1);
      if (!last || changed.length < BATCH_PRODUCTS) return;
      after = last;
    }
  };

  const dropAbandoned = async (keep: readonly (string | null)[]) => {
    for (const { name, createdAtMs, aliased } of await index.collections()) {
      const abandoned = !aliased && createdAtMs < clock.now() - ABANDONED_AFTER_MS;
      if (abandoned && !keep.includes(name)) await index.drop(name);
    }
  };

  const status = async (): Promise<SearchStatus> => {
    const [collection, published] = await Promise.all([index.live(), store.countPublished()]);
    const documents = collection === null ? 0 : await index.count(collection);
    return { collection, documents, published, inSync: documents === published };
  };

  /**
   * Fills a new collection beside the live one and then lets the alias point to it: shoppers never
   * see a gap. What changes while it is filled reaches the old collection by its events, and the new
   * one by catching up, once before the switch and once after it. The collection before stays, so that
   * an operator can switch back, and so does every collection that another alias names.
   */
  const reindex = async (): Promise<SearchStatus> => {
    const sinceMs = clock.now() - CLOCK_SKEW_MS;
    const previous = await index.live();
    const collection = `products_${clock.now()}`;
    await index.create(collection);
    await fill(collection);
    await catchUp(sinceMs, collection);
    await index.promote(collection);
    await catchUp(sinceMs);
    await dropAbandoned([collection, previous]);
    return status();
  };

  const isBeingBuilt = async () =>
    (await index.collections()).some(
      ({ aliased, createdAtMs }) => !aliased && createdAtMs > clock.now() - BUILDING_MS,
    );

  /**
   * Builds the index where there is none: in a new shop, or after a release whose documents have
   * another form. A change that comes while another call builds it is left to that one, which
   * catches up with all that changed since it began.
   * @returns whether it was built here
   */
  const build = async () => {
    if ((await index.live()) !== null || (await isBeingBuilt())) return false;
    await reindex();
    return true;
  };

  return { refresh, status, reindex, build };
};
export type IndexingService = ReturnType<typeof indexingService>;
