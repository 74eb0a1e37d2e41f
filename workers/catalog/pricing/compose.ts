import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import type { Idempotency } from "#kernel/mutations/idempotency";
import type { App } from "#kernel/routes/app";
import { customerGroupRoutes } from "./customer-groups.routes";
import { customerGroupsService } from "./customer-groups.service";
import { customerGroupsStore } from "./customer-groups.store";
import { marketRoutes } from "./markets.routes";
import { marketsService } from "./markets.service";
import { marketsStore } from "./markets.store";
import { priceListRoutes } from "./price-lists.routes";
import { priceListsService } from "./price-lists.service";
import { priceListsStore } from "./price-lists.store";
import { priceRefreshService } from "./price-refresh.service";
import { priceRefreshStore } from "./price-refresh.store";

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
  clock: Clock;
}

/** Composes what decides prices beside a variant's own: lists, groups and markets. */
export const composePricing = ({ db, outbox, idempotency, clock }: Dependencies) => {
  const deps = { outbox, idempotency, clock };
  const lists = priceListsService({ ...deps, store: priceListsStore({ db, outbox }) });
  const customerGroups = customerGroupsService({
    ...deps,
    store: customerGroupsStore({ db, outbox }),
  });
  const markets = marketsService({ ...deps, store: marketsStore({ db, outbox }) });
  const priceRefresh = priceRefreshService({
    ...deps,
    store: priceRefreshStore({ db, outbox }),
  });
  return {
    customerGroups,
    priceRefresh,
    /** Returns what the catalog stores about an account. */
    personalData: async (userId: string) => ({
      customerGroups: await customerGroups.groupsOf(userId),
    }),
    routes: (app: App) => {
      priceListRoutes(app, lists);
      customerGroupRoutes(app, customerGroups);
      marketRoutes(app, markets);
    },
  };
};
