import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import type { Idempotency } from "#kernel/mutations/idempotency";
import type { App } from "#kernel/routes/app";
import { adminCategoryRoutes } from "./admin-categories.routes";
import { categoryRoutes } from "./categories.routes";
import { categoriesService } from "./categories.service";
import { categoriesStore } from "./categories.store";
import { categoryChangesService } from "./category-changes.service";
import { categoryChangesStore } from "./category-changes.store";
import { categoryProductsService } from "./category-products.service";
import { categoryProductsStore } from "./category-products.store";

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
  clock: Clock;
  /** The shop's own language. */
  locale: string;
}

/** Composes the tree of categories: what shoppers read, what staff change, and how products follow. */
export const composeCategories = ({ db, outbox, idempotency, clock, locale }: Dependencies) => {
  const categories = categoriesService({ store: categoriesStore(db) });
  const changes = categoryChangesService({
    store: categoryChangesStore({ db, outbox }),
    ...{ outbox, idempotency, clock, locale },
  });
  const store = categoryProductsStore({ db, outbox });
  return {
    categoryProducts: categoryProductsService({ store, outbox, clock }),
    routes: (app: App) => {
      categoryRoutes(app, categories, locale);
      adminCategoryRoutes(app, changes);
    },
  };
};
