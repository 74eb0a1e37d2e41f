import type { FallbackWordsStore } from "#catalog/fallback/fallback-words.store";
import type { IndexingStore } from "#catalog/search/indexing.store";
import type { SearchRulesSync } from "#catalog/search/search-rules.service";
import type { SearchStatus } from "#catalog/search.contract";
import type { SearchIndex } from "#catalog/search-index/search-index.port";
import type { Clock } from "#kernel/clock";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";

interface Dependencies {
  store: IndexingStore;
  index: SearchIndex;
  /** The words by which the database searches. */
  words: Pick<FallbackWordsStore, "put" | "remove" | "removeStale">;
  rules: SearchRulesSync;
  clock: Clock;
}

const BATCH_PRODUCTS = 250;
/** Products whose words one sweep writes. */
const REPAIRED_MAX = 500;
const VERIFY_TRIES = 5;
/** The largest assumed difference between the clocks of two isolates. */
const CLOCK_SKEW_MS = 5 * 60_000;
/** Collections without an alias are kept for this long, because another reindexing may be filling them. */
const ABANDONED_AFTER_MS = 60 * 60_000;
/** A build that takes longer than this is considered dead, and may be started again. */
const BUILDING_MS = 15 * 60_000;

/**
 * Writes the words of some products that have none or old ones, and removes those of deleted ones. Needs no search
 * engine, so that the database can answer for one that has never been up.
 */
const wordsRepair =
  ({ store, words }: Pick<Dependencies, "store" | "words">) =>
  async (): Promise<number> => {
    const ids = await store.withoutWords(REPAIRED_MAX);
    await words.put(await store.published(ids));
    return ids.length + (await words.removeStale());
  };

/** Keeps the search index equal to the catalog. */
export const indexingService = ({ store, index, words, rules, clock }: Dependencies) => {
  /** Writes products to the index. Returns the ids of those that have changed in the meantime. */
  const write = async (ids: readonly string[], collection?: string): Promise<string[]> => {
    const products = await store.published(ids);
    const versions = new Map(products.map(({ id, version }) => [id, version]));
    const gone = ids.filter((id) => !versions.has(id));
    await words.put(products);
    await words.remove(gone);
    if (!(await index.put(products, collection))) {
      await build();
      return [];
    }
    await index.remove(gone, collection);
    const current = await store.versions(ids);
    return ids.filter((id) => versions.get(id) !== current.get(id));
  };

  /**
   * Writes products until none has changed during the write. Typesense has no conditional write, so
   * the writer with the older version may be the last one.
   */
  const refresh = async (productIds: readonly string[], collection?: string) => {
    let ids: readonly string[] = [...new Set(productIds)];
    const attempt = async () => {
      if (ids.length > 0) ids = await write(ids, collection);
      return ids.length > 0 ? CONFLICT : undefined;
    };
    await retryOnConflict(attempt, {
      triesMax: VERIFY_TRIES,
      detail: "The products keep changing. Try again later.",
    });
  };

  const fill = async (collection: string) => {
    let after = "";
    for (;;) {
      const products = await store.publishedAfter(after, BATCH_PRODUCTS);
      await words.put(products);
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
    const [collection, published] = await Promise.all([
      index.aliasedCollection(),
      store.countPublished(),
    ]);
    const documents = collection === null ? 0 : await index.count(collection);
    return { collection, documents, published, inSync: documents === published };
  };

  /**
   * Fills a new collection beside the current one and then points the alias to it, so that search never
   * has a gap. Changes made meanwhile reach the current collection by their events, and the new one by
   * catching up before and after the switch. Keeps the previous collection, so that an operator can
   * switch back, and every collection that another alias names.
   */
  const reindex = async (): Promise<SearchStatus> => {
    const sinceMs = clock.now() - CLOCK_SKEW_MS;
    const previous = await index.aliasedCollection();
    const collection = `products_${clock.now()}`;
    await rules.sync();
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
   * Builds the index if there is none: in a new shop, or after a release that changes the form of the
   * documents. Does nothing while another call builds it, because that call catches up with all changes.
   * @returns whether this call built it
   */
  const build = async () => {
    if ((await index.aliasedCollection()) !== null || (await isBeingBuilt())) return false;
    await reindex();
    return true;
  };

  return { refresh, status, reindex, build, repairWords: wordsRepair({ store, words }) };
};
export type IndexingService = ReturnType<typeof indexingService>;
