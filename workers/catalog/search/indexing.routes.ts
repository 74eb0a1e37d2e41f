import type { BulkChangesService } from "#catalog/bulk-changes.service";
import { PURGING } from "#catalog/cache.http";
import { readSearchStatus, reindexSearch } from "#catalog/search/indexing.api";
import type { IndexingService } from "#catalog/search/indexing.service";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { PRIVATE } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";

interface Dependencies {
  indexing: IndexingService;
  bulkChanges: BulkChangesService;
}

/** The state of the search index, and its rebuilding. */
export const indexingRoutes = (app: App, { indexing, bulkChanges }: Dependencies) => {
  route(app, reindexSearch, async (c) => {
    const principal = requirePrincipal(c.var.actor);
    const request = await keyedRequestOf(c, { principal, body: {} });
    const answer = await bulkChanges.run(request, () => indexing.reindex());
    return respondReplayable(answer, PURGING);
  });

  route(app, readSearchStatus, async (c) => c.json(await indexing.status(), 200, PRIVATE));
};
