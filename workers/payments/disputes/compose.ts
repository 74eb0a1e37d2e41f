import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import type { App } from "#kernel/routes/app";
import { disputeRoutes } from "./disputes.routes";
import { disputesService } from "./disputes.service";
import { disputesStore } from "./disputes.store";

interface Dependencies {
  app: App;
  db: Database;
  outbox: Outbox;
  clock: Clock;
}

/** Builds the service of disputes, and the route with which staff list them. */
export const composeDisputes = ({ app, db, outbox, clock }: Dependencies) => {
  const store = disputesStore({ db });
  disputeRoutes(app, store);
  return disputesService({ store, outbox, clock });
};
