import { fallbackWordsStore } from "#catalog/fallback/fallback-words.store";
import { indexingService } from "#catalog/search/indexing.service";
import { indexingStore } from "#catalog/search/indexing.store";
import { searchRulesSync } from "#catalog/search/search-rules.service";
import { searchRulesStore } from "#catalog/search/search-rules.store";
import { typesenseIndex } from "#catalog/search-index/typesense.client";
import type { Database } from "#db/client";
import { type Clock, systemClock } from "#kernel/clock";

interface Options {
  db: Database;
  clock: Clock;
  /** The shop's default currency, in which prices are indexed. */
  currency: string;
  typesense: { url: string; apiKey: string };
}

/** Composes the search index and the service that fills it. */
export const composeIndex = ({ db, clock, currency, typesense }: Options) => {
  const index = typesenseIndex({ ...typesense, currency });
  const rules = searchRulesSync({ store: searchRulesStore(db), index });
  const words = fallbackWordsStore(db);
  const store = indexingStore(db, currency);
  return { index, rules, indexing: indexingService({ store, index, words, rules, clock }) };
};

/** Rebuilds the search index outside a Worker, for seeds and deployments. */
export const reindexCatalog = (db: Database, variables: Record<string, string>) => {
  const { TYPESENSE_URL = "", TYPESENSE_API_KEY = "", SHOP_CURRENCY = "EUR" } = variables;
  const { indexing } = composeIndex({
    db,
    clock: systemClock,
    currency: SHOP_CURRENCY,
    typesense: { url: TYPESENSE_URL, apiKey: TYPESENSE_API_KEY },
  });
  return indexing.reindex();
};
