import type { Database } from "#db/client";
import type { App } from "#kernel/routes/app";
import { productRoutes } from "./products.routes";
import { productsService } from "./products.service";
import { productsStore } from "./products.store";

/** Composes the products that shoppers read. */
export const composeProducts = ({ db, currency }: { db: Database; currency: string }) => {
  const store = productsStore(db);
  const products = productsService({ store, currency });
  return { store, products, routes: (app: App) => productRoutes(app, { products }) };
};
