import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import type { Idempotency } from "#kernel/mutations/idempotency";
import type { App } from "#kernel/routes/app";
import { adminCollectionRoutes } from "./admin-collections.routes";
import { collectionChangesService } from "./collection-changes.service";
import { collectionChangesStore } from "./collection-changes.store";
import { collectionProductsService } from "./collection-products.service";
import { collectionProductsStore } from "./collection-products.store";
import { collectionRoutes } from "./collections.routes";
import { collectionsService } from "./collections.service";
import { collectionsStore } from "./collections.store";

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
  clock: Clock;
  /** The shop's own language. */
  locale: string;
}

/** Composes collections: what shoppers read, what staff change, and how products follow rules. */
export const composeCollections = ({ db, outbox, idempotency, clock, locale }: Dependencies) => {
  const store = collectionsStore(db);
  const collections = collectionsService({ store });
  const changes = collectionChangesService({
    ...{ store, outbox, idempotency, clock, locale },
    changes: collectionChangesStore({ db, outbox }),
  });
  const products = collectionProductsStore({ db, outbox });
  return {
    collectionProducts: collectionProductsService({ store: products, outbox, clock }),
    routes: (app: App) => {
      collectionRoutes(app, collections, locale);
      adminCollectionRoutes(app, { collections, changes });
    },
  };
};
