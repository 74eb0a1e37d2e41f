import { z } from "zod";
import type { BulkChangesService } from "#catalog/bulk-changes.service";
import { PURGING } from "#catalog/cache.http";
import type { IndexingService } from "#catalog/search/indexing.service";
import { requireUser } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { PRIVATE } from "#kernel/routes/etag";
import { noBody, query } from "#kernel/routes/validate";

interface Dependencies {
  indexing: IndexingService;
  bulkChanges: BulkChangesService;
}

const NoQuery = z.strictObject({});

/** The state of the search index, and its rebuilding. */
export const indexingRoutes = (app: App, { indexing, bulkChanges }: Dependencies) => {
  app.post(
    "/v1/admin/search/reindex",
    access("staff", "staff"),
    query(NoQuery),
    noBody,
    async (c) => {
      const { userId } = requireUser(c.var.actor);
      const request = await keyedRequestOf(c, { principal: userId, body: {} });
      const answer = await bulkChanges.run(request, () => indexing.reindex());
      return respondReplayable(answer, PURGING);
    },
  );

  app.get("/v1/admin/search/status", access("staff", "staff"), query(NoQuery), async (c) =>
    c.json(await indexing.status(), 200, PRIVATE),
  );
};
