import { indexingService } from "#catalog/search/indexing.service";
import { indexingStore } from "#catalog/search/indexing.store";
import { typesenseIndex } from "#catalog/search/typesense.client";
import type { Database } from "#db/client";
import { systemClock as clock } from "#kernel/clock";

/** Builds the search index anew from the catalog's database, outside any Worker: for seeds and the deploy. */
export const reindexCatalog = (db: Database, variables: Record<string, string>) => {
  const { TYPESENSE_URL = "", TYPESENSE_API_KEY = "", SHOP_CURRENCY = "EUR" } = variables;
  const index = typesenseIndex({
    url: TYPESENSE_URL,
    apiKey: TYPESENSE_API_KEY,
    currency: SHOP_CURRENCY,
  });
  return indexingService({ store: indexingStore(db, SHOP_CURRENCY), index, clock }).reindex();
};
