import type { BulkChangesService } from "#catalog/bulk-changes.service";
import { fallbackService } from "#catalog/fallback/fallback.service";
import { fallbackSearchStore } from "#catalog/fallback/fallback-search.store";
import { filterNamesService } from "#catalog/filters/filter-names.service";
import { filterNamesStore } from "#catalog/filters/filter-names.store";
import { type Pause, queriesService } from "#catalog/queries/queries.service";
import { queriesStore } from "#catalog/queries/queries.store";
import { composeIndex } from "#catalog/search/indexing.compose";
import { indexingRoutes } from "#catalog/search/indexing.routes";
import { searchRoutes } from "#catalog/search/search.routes";
import { searchService } from "#catalog/search/search.service";
import { searchRulesRoutes } from "#catalog/search/search-rules.routes";
import { searchRulesService } from "#catalog/search/search-rules.service";
import { searchRulesStore } from "#catalog/search/search-rules.store";
import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import { isolateCopy } from "#kernel/isolate-copy";
import type { Idempotency } from "#kernel/mutations/idempotency";
import type { App } from "#kernel/routes/app";

interface Dependencies {
  db: Database;
  clock: Clock;
  /** The shop's default currency, in which prices are indexed. */
  currency: string;
  typesense: { url: string; apiKey: string };
  bulkChanges: BulkChangesService;
  pause: Pause;
  outbox: Outbox;
  idempotency: Idempotency;
}

/** Composes search: what shoppers find, and how the index is filled. */
export const composeSearch = ({ db, clock, currency, typesense, ...deps }: Dependencies) => {
  const { index, indexing, rules } = composeIndex({ db, clock, currency, typesense });
  const searchRules = searchRulesService({ ...deps, store: searchRulesStore(db), clock });
  const filters = filterNamesService({ store: filterNamesStore(db), clock });
  const queries = queriesService({ store: queriesStore(db), clock, pause: deps.pause });
  const fallback = fallbackService({
    store: fallbackSearchStore(db),
    rules: isolateCopy({ read: () => searchRulesStore(db).all(), clock }),
    categories: async () => (await filters.names()).categories,
    currency,
  });
  const search = searchService({ index, fallback, filters, queries });
  return {
    index,
    indexing,
    searchRules: rules,
    routes: (app: App) => {
      searchRoutes(app, { search, queries });
      searchRulesRoutes(app, searchRules);
      indexingRoutes(app, { indexing, bulkChanges: deps.bulkChanges });
    },
  };
};
