import type { FallbackWordsStore } from "#catalog/fallback/fallback-words.store";
import type { TablePart } from "#catalog/fallback/table-part.statements";
import type { IndexingStore } from "#catalog/search/indexing.store";
import type { IndexedProduct, SearchIndex } from "#catalog/search-index/search-index.port";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";

interface Dependencies {
  store: IndexingStore;
  index: SearchIndex;
  /** The words by which the database searches. */
  words: Pick<FallbackWordsStore, "put" | "remove" | "removeStale">;
  /** Begins to build an index that is missing. */
  build(): Promise<unknown>;
}

const BATCH_PRODUCTS = 250;
const VERIFY_TRIES = 5;

/** How a page of products compares with the index. */
export interface Compared {
  products: number;
  /** Documents that were missing or old, and are written. */
  mended: number;
  /** Documents that stay different although they were written. */
  differing: number;
  /** The id behind which the next page begins, or null. */
  next: string | null;
}

/** Returns the ids whose products are not the same in both lists. */
const changedBetween = (
  ids: readonly string[],
  before: readonly IndexedProduct[],
  after: readonly IndexedProduct[],
) => {
  const contents = [before, after].map(
    (all) => new Map(all.map((product) => [product.id, JSON.stringify(product)])),
  );
  return ids.filter((id) => contents[0]?.get(id) !== contents[1]?.get(id));
};

/** Returns the products that the index has: those with a price in the shop's currency. Others have words only. */
const indexedOf = (products: readonly IndexedProduct[]) =>
  products.filter(({ price }) => price !== null);

/** Returns the ids that are not among products. */
const missingOf = (ids: readonly string[], products: readonly IndexedProduct[]) => {
  const present = new Set(products.map(({ id }) => id));
  return ids.filter((id) => !present.has(id));
};

const nextOf = (products: readonly IndexedProduct[]) =>
  products.length < BATCH_PRODUCTS ? null : (products.at(-1)?.id ?? null);

/**
 * Writes the words of products of a part that have none or old ones, and removes those of deleted ones. Needs no
 * search engine, so that the database can answer for one that has never been up.
 */
const wordsRepair =
  ({ store, words }: Pick<Dependencies, "store" | "words">) =>
  async (part: TablePart): Promise<number> => {
    const ids = await store.withoutWords(part);
    for (let at = 0; at < ids.length; at += BATCH_PRODUCTS)
      await words.put(await store.published(ids.slice(at, at + BATCH_PRODUCTS)));
    return ids.length + (await words.removeStale(part));
  };

/** Keeps the search index equal to the catalog. */
export const indexingService = ({ store, index, words, build }: Dependencies) => {
  const putInto = async (
    products: readonly IndexedProduct[],
    gone: readonly string[],
    collection?: string,
  ) => {
    const exists = await index.put(products, collection);
    if (exists) await index.remove(gone, collection);
    return exists;
  };

  /** Writes to the current collection, and to the one that a job fills to replace it. */
  const putIntoCurrent = async (products: readonly IndexedProduct[], gone: readonly string[]) => {
    const exists = await putInto(products, gone);
    const filling = await store.collectionBeingFilled();
    if (filling !== undefined) await putInto(products, gone, filling);
    else if (!exists) await build();
  };

  /** Writes products to the index. Returns the ids of those that have changed in the meantime. */
  const write = async (ids: readonly string[], collection?: string): Promise<string[]> => {
    const products = await store.published(ids);
    await words.put(products);
    await words.remove(missingOf(ids, products));
    const indexed = indexedOf(products);
    const gone = missingOf(ids, indexed);
    if (collection === undefined) await putIntoCurrent(indexed, gone);
    else await putInto(indexed, gone, collection);
    return changedBetween(ids, products, await store.published(ids));
  };

  /**
   * Writes products until none has changed during the write. Typesense has no conditional write, so
   * the writer with the older product may be the last one.
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

  return {
    refresh: (productIds: readonly string[]) => refresh(productIds),
    repairWords: wordsRepair({ store, words }),

    /** Writes a page of listed products into a collection. Returns how many, and where the next page begins. */
    async fill(after: string, collection: string) {
      const products = await store.publishedAfter(after, BATCH_PRODUCTS);
      await words.put(products);
      const indexed = indexedOf(products);
      await index.put(indexed, collection);
      return { products: indexed.length, next: nextOf(products) };
    },

    /** Compares a page of listed products with a collection, by reading it back, and writes what differs. */
    async compare(after: string, collection?: string): Promise<Compared> {
      const products = await store.publishedAfter(after, BATCH_PRODUCTS);
      const indexed = indexedOf(products);
      const differing = await index.differing(indexed, collection);
      if (differing.length > 0) await refresh(differing, collection);
      const written = indexedOf(await store.published(differing));
      const still = await index.differing(written, collection);
      const mended = differing.length - still.length;
      const next = nextOf(products);
      return { products: indexed.length, mended, differing: still.length, next };
    },

    /** Removes the documents of a part of a collection whose products are not listed. Returns how many. */
    async removeExtra(part: { number: number; of: number }, collection?: string) {
      const ids = await index.idsOfPart(part, collection);
      const extra = missingOf(ids, indexedOf(await store.published(ids)));
      await refresh(extra, collection);
      return extra.length;
    },

    /** Writes a page of products that changed after one. Returns the last, or null if there are no more. */
    async catchUp(after: { id: string; updatedAt: number }) {
      const changed = await store.changedAfter(after, BATCH_PRODUCTS);
      await refresh(changed.map(({ id }) => id));
      return changed.length < BATCH_PRODUCTS ? null : (changed.at(-1) ?? null);
    },
  };
};
export type IndexingService = ReturnType<typeof indexingService>;
