import { fallbackWordsStore } from "#catalog/fallback/fallback-words.store";
import { indexingService } from "#catalog/search/indexing.service";
import { indexingStore } from "#catalog/search/indexing.store";
import { reindexingService } from "#catalog/search/reindexing.service";
import { searchRulesSync } from "#catalog/search/search-rules.service";
import { searchRulesStore } from "#catalog/search/search-rules.store";
import type { SearchIndex } from "#catalog/search-index/search-index.port";
import { typesenseIndex } from "#catalog/search-index/typesense.client";
import type { Database } from "#db/client";
import { type Clock, systemClock } from "#kernel/clock";

interface Options {
  db: Database;
  clock: Clock;
  /** The shop's default currency, in which prices are indexed. */
  currency: string;
  index: SearchIndex;
  /** Begins to build an index that is missing. */
  build(): Promise<unknown>;
  /** Purges answers that show what the previous collection found. */
  purge(): Promise<void>;
}

/** Composes what fills the search index. */
export const composeIndexing = ({ db, clock, currency, index, build, purge }: Options) => {
  const rules = searchRulesSync({ store: searchRulesStore(db), index });
  const store = indexingStore(db, currency);
  const indexing = indexingService({ store, index, words: fallbackWordsStore(db), build });
  const reindexing = reindexingService({ store, index, indexing, rules, purge, clock });
  return { rules, store, indexing, reindexing };
};

const nothing = async () => undefined;

/** Rebuilds the search index outside a Worker, for seeds and deployments. */
export const reindexCatalog = (db: Database, variables: Record<string, string>) => {
  const { TYPESENSE_URL = "", TYPESENSE_API_KEY = "", SHOP_CURRENCY: currency = "EUR" } = variables;
  const index = typesenseIndex({ url: TYPESENSE_URL, apiKey: TYPESENSE_API_KEY, currency });
  const without = { build: nothing, purge: nothing };
  const { reindexing } = composeIndexing({ db, clock: systemClock, currency, index, ...without });
  return reindexing.rebuild();
};
