import type { BulkChangesService } from "#catalog/bulk-changes.service";
import { PURGING } from "#catalog/cache.http";
import { importProducts } from "#catalog/import/import.api";
import type { ImportService } from "#catalog/import/import.service";
import { uploadOf } from "#catalog/import/upload.http";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";

interface Dependencies {
  imports: ImportService;
  bulkChanges: BulkChangesService;
  /** The shop's default currency. */
  currency: string;
}

/** The import of a product file. */
export const importRoutes = (app: App, { imports, bulkChanges, currency: own }: Dependencies) => {
  route(app, importProducts, async (c) => {
    const principal = requirePrincipal(c.var.actor);
    const { currency = own } = c.req.valid("query");
    const { file, digest } = await uploadOf(c);
    const request = await keyedRequestOf(c, { principal, body: { currency, digest } });
    const answer = await bulkChanges.run(request, () => imports.import(file, currency));
    return respondReplayable(answer, PURGING);
  });
};
