import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { App } from "#kernel/routes/app";
import type { CardKeeper } from "#payments/provider.port";
import { customersService } from "./customers.service";
import { customersStore } from "./customers.store";
import { savedMethodRoutes } from "./saved-methods.routes";

interface Dependencies {
  app: App;
  db: Database;
  clock: Clock;
  keeper: CardKeeper;
}

/** Builds the saved cards of accounts, and registers their routes. */
export const composeSavedMethods = ({ app, db, clock, keeper }: Dependencies) => {
  const customers = customersService({ store: customersStore({ db }), keeper, clock });
  savedMethodRoutes(app, customers);
  return customers;
};
