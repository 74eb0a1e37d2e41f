import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import type { App } from "#kernel/routes/app";
import { stockAlertRoutes } from "./stock-alerts.routes";
import { stockAlertsService } from "./stock-alerts.service";
import { stockAlertsStore } from "./stock-alerts.store";

interface Dependencies {
  db: Database;
  outbox: Outbox;
  clock: Clock;
  storefrontUrl: string;
  publicUrl: string;
}

/** Composes the mails about variants that can be bought again. */
export const composeStockAlerts = ({ db, ...deps }: Dependencies) => {
  const store = stockAlertsStore({ db, outbox: deps.outbox });
  const stockAlerts = stockAlertsService({ ...deps, store });
  return { stockAlerts, routes: (app: App) => stockAlertRoutes(app, stockAlerts) };
};
