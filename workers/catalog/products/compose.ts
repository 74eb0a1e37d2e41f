import { filterNamesService } from "#catalog/filters/filter-names.service";
import { filterNamesStore } from "#catalog/filters/filter-names.store";
import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { App } from "#kernel/routes/app";
import { lookupService } from "./lookup.service";
import { lookupStore } from "./lookup.store";
import { productRoutes } from "./products.routes";
import { productsService } from "./products.service";
import { productsStore } from "./products.store";

interface Dependencies {
  db: Database;
  currency: string;
  /** The shop's own language. */
  locale: string;
  clock: Clock;
}

/** Composes the products that shoppers read. */
export const composeProducts = ({ db, currency, locale, clock }: Dependencies) => {
  const store = productsStore(db);
  const filters = filterNamesService({ store: filterNamesStore(db), clock });
  const products = productsService({ store, filters, currency, clock });
  const lookup = lookupService({ store: lookupStore(db), currency, clock });
  const routes = (app: App) => productRoutes(app, { products, lookup, locale });
  return { products, filters, routes };
};
