import type { AvailabilityService } from "#catalog/availability/availability.service";
import type { BundlesService } from "#catalog/availability/bundles.service";
import { adminProductRoutes } from "#catalog/changes/admin-products.routes";
import { adminProductsService } from "#catalog/changes/admin-products.service";
import { adminProductsStore } from "#catalog/changes/admin-products.store";
import { changesService } from "#catalog/changes/changes.service";
import { changesStore } from "#catalog/changes/changes.store";
import { productsWritingService } from "#catalog/changes/products-writing.service";
import { scheduleService } from "#catalog/changes/schedule.service";
import { scheduleStore } from "#catalog/changes/schedule.store";
import { variantsWritingService } from "#catalog/changes/variants-writing.service";
import { writingService } from "#catalog/changes/writing.service";
import type { MediaService } from "#catalog/media/media.service";
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
  availability: AvailabilityService;
  bundles: BundlesService;
  media: MediaService;
  clock: Clock;
  orders: Pick<OrdersRpc, "stockBalances">;
}

/** Composes what writes products. */
export const composeChanges = ({ db, outbox, idempotency, media, ...shared }: Dependencies) => {
  const { availability, bundles, clock } = shared;
  const written = changesStore({ db, outbox, idempotency });
  const changes = changesService({ store: written, bundles, outbox });
  const store = adminProductsStore(db);
  const writing = writingService({ store, changes, availability, idempotency, clock });
  const services = {
    products: adminProductsService({ store, orders: shared.orders }),
    productsWriting: productsWritingService({ writing, store, changes, media, clock }),
    variantsWriting: variantsWritingService({ writing, clock }),
  };
  const { applyDue } = scheduleService({ store: scheduleStore(db), changes, clock });
  const routes = (app: App) => adminProductRoutes(app, services);
  return { changes, store, writing, applyDue, routes };
};
