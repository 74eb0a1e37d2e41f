import { respondBegun } from "#catalog/jobs/answer.http";
import type { IndexJobsService } from "#catalog/search/index-jobs.service";
import { readSearchStatus, reindexSearch } from "#catalog/search/indexing.api";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { PRIVATE } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";

/** The state of the search index, and its rebuilding. */
export const indexingRoutes = (app: App, indexJobs: IndexJobsService) => {
  route(app, reindexSearch, async (c) => {
    const principal = requirePrincipal(c.var.actor);
    const request = await keyedRequestOf(c, { principal, body: {} });
    return respondBegun(await indexJobs.reindex(request));
  });

  route(app, readSearchStatus, async (c) => c.json(await indexJobs.status(), 200, PRIVATE));
};
