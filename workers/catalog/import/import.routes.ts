import type { BulkChangesService } from "#catalog/bulk-changes.service";
import { PURGING } from "#catalog/cache.http";
import { importProducts } from "#catalog/import/import.api";
import type { ImportService } from "#catalog/import/import.service";
import type { ReceivingService } from "#catalog/import/receiving.service";
import { uploadOf } from "#catalog/import/upload.http";
import { respondBegun } from "#catalog/jobs/answer.http";
import type { JobsService } from "#catalog/jobs/jobs.service";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";

interface Dependencies {
  imports: ImportService;
  receiving: ReceivingService;
  jobs: Pick<JobsService, "beginReceived">;
  bulkChanges: BulkChangesService;
  /** The shop's default currency. */
  currency: string;
}

/** The import of a product file: at once, or in a job. */
export const importRoutes = (
  app: App,
  { imports, receiving, jobs, bulkChanges, currency: own }: Dependencies,
) => {
  route(app, importProducts, async (c) => {
    const principal = requirePrincipal(c.var.actor);
    const { currency = own } = c.req.valid("query");
    const requestOf = (digest: string) =>
      keyedRequestOf(c, { principal, body: { currency, digest } });
    const upload = await uploadOf(c);
    if (upload.isLarge) {
      const received = await receiving.receive(upload.file, currency);
      return respondBegun(await jobs.beginReceived(received, requestOf));
    }
    const answer = await bulkChanges.run(await requestOf(upload.digest), () =>
      imports.import(upload.file, currency),
    );
    return respondReplayable(answer, PURGING);
  });
};
