import type { OrdersRpc } from "#contract/orders";
import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import { availabilityService } from "./availability.service";
import { availabilityStore } from "./availability.store";
import { bundlesService } from "./bundles.service";
import { bundlesStore } from "./bundles.store";

interface Dependencies {
  db: Database;
  outbox: Outbox;
  orders: OrdersRpc;
  clock: Clock;
}

/** Composes the catalog's copy of the stock, and what follows from it for bundles. */
export const composeAvailability = ({ db, outbox, orders, clock }: Dependencies) => ({
  availability: availabilityService({
    store: availabilityStore({ db, outbox }),
    ...{ orders, outbox, clock },
  }),
  bundles: bundlesService({ store: bundlesStore({ db, outbox }), outbox, clock }),
});
