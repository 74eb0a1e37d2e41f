import type { AvailabilityService } from "#catalog/availability/availability.service";
import { bulkRoutes } from "#catalog/bulk/bulk.routes";
import { bulkService } from "#catalog/bulk/bulk.service";
import type { BulkChangesService } from "#catalog/bulk-changes.service";
import type { AdminProductsStore } from "#catalog/changes/admin-products.store";
import type { ChangesService } from "#catalog/changes/changes.service";
import { productWalkStore } from "#catalog/changes/product-walk.store";
import { exportRoutes } from "#catalog/export/export.routes";
import { exportService } from "#catalog/export/export.service";
import { exportStore } from "#catalog/export/export.store";
import { importRoutes } from "#catalog/import/import.routes";
import { importService } from "#catalog/import/import.service";
import { importStore } from "#catalog/import/import.store";
import { importPartsStore } from "#catalog/import/import-parts.store";
import { importStepsService } from "#catalog/import/import-steps.service";
import { receivingService } from "#catalog/import/receiving.service";
import type { composeJobs } from "#catalog/jobs/compose";
import { type DecideStep, jobStepsService } from "#catalog/jobs/job-steps.service";
import { jobRoutes } from "#catalog/jobs/jobs.routes";
import type { OrdersRpc } from "#contract/orders";
import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import type { Idempotency } from "#kernel/mutations/idempotency";
import type { App } from "#kernel/routes/app";

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
  changes: ChangesService;
  products: AdminProductsStore;
  availability: AvailabilityService;
  ofJobs: ReturnType<typeof composeJobs>;
  /** Does a step of a job of the search index. */
  indexSteps: DecideStep;
  bulkChanges: BulkChangesService;
  orders: Pick<OrdersRpc, "stockLevels">;
  clock: Clock;
  currency: string;
}

/** Composes what changes or reads many products: jobs and their steps, bulk changes, imports and exports. */
export const composeLongChanges = ({ db, products, currency, orders, ...shared }: Dependencies) => {
  const { clock, indexSteps } = shared;
  const { store, jobs } = shared.ofJobs;
  const walk = productWalkStore(db);
  const bulk = bulkService({ walk, products, jobs, clock });
  const imports = importService({ store: importStore(db), ...shared });
  const parts = importPartsStore(db);
  const receiving = receivingService({ parts, jobs });
  const decideImport = importStepsService({ store: importStore(db), parts, clock });
  const exports = exportService({ store: exportStore(db), walk, orders, clock });
  return {
    jobSteps: jobStepsService({
      ...{ ...shared, store },
      deciders: {
        products_bulk: bulk.decideStep,
        products_import: decideImport,
        search_reindex: indexSteps,
        search_repair: indexSteps,
      },
    }),
    pruneJobs: jobs.prune,
    routes: (app: App) => {
      jobRoutes(app, jobs);
      bulkRoutes(app, bulk);
      exportRoutes(app, { exports, currency });
      importRoutes(app, {
        ...{ imports, receiving, jobs, currency },
        bulkChanges: shared.bulkChanges,
      });
    },
  };
};
