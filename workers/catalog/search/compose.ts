import type { EdgeCache } from "#catalog/edge/edge-cache.client";
import { LISTS } from "#catalog/edge/tags.rules";
import { fallbackService } from "#catalog/fallback/fallback.service";
import { fallbackSearchStore } from "#catalog/fallback/fallback-search.store";
import type { FilterNamesService } from "#catalog/filters/filter-names.service";
import type { JobsService } from "#catalog/jobs/jobs.service";
import { type Pause, queriesService } from "#catalog/queries/queries.service";
import { queriesStore } from "#catalog/queries/queries.store";
import { indexJobsService, indexStepsService } from "#catalog/search/index-jobs.service";
import { composeIndexing } from "#catalog/search/indexing.compose";
import { indexingRoutes } from "#catalog/search/indexing.routes";
import { indexingStore } from "#catalog/search/indexing.store";
import { searchRoutes } from "#catalog/search/search.routes";
import { searchService } from "#catalog/search/search.service";
import { searchRulesRoutes } from "#catalog/search/search-rules.routes";
import { searchRulesService } from "#catalog/search/search-rules.service";
import { searchRulesStore } from "#catalog/search/search-rules.store";
import { typesenseIndex } from "#catalog/search-index/typesense.client";
import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import { isolateCopy } from "#kernel/isolate-copy";
import type { Idempotency } from "#kernel/mutations/idempotency";
import type { App } from "#kernel/routes/app";

interface Dependencies {
  db: Database;
  clock: Clock;
  /** The shop's own language. */
  locale: string;
  /** The shop's default currency, in which prices are indexed. */
  currency: string;
  typesense: { url: string; apiKey: string };
  /** What filters may name. */
  filters: FilterNamesService;
  jobs: JobsService;
  edge: EdgeCache;
  pause: Pause;
  outbox: Outbox;
  idempotency: Idempotency;
}

/** Composes search: what shoppers find, and how the index is filled. */
export const composeSearch = ({ db, clock, currency, typesense, ...deps }: Dependencies) => {
  const { filters } = deps;
  const index = typesenseIndex({ ...typesense, currency });
  const indexJobs = indexJobsService({
    ...{ index, jobs: deps.jobs, clock },
    store: indexingStore(db, currency),
  });
  const { indexing, reindexing, rules } = composeIndexing({
    ...{ db, clock, currency, index, build: indexJobs.build },
    purge: () => deps.edge.purge([LISTS]),
  });
  const searchRules = searchRulesService({ ...deps, store: searchRulesStore(db), clock });
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
    reindexing,
    indexJobs,
    indexSteps: indexStepsService({ reindexing, clock }),
    searchRules: rules,
    routes: (app: App) => {
      searchRoutes(app, { search, queries, locale: deps.locale });
      searchRulesRoutes(app, searchRules);
      indexingRoutes(app, indexJobs);
    },
  };
};
