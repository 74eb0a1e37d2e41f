import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import { disputesService } from "./disputes.service";
import { disputesStore } from "./disputes.store";

interface Dependencies {
  db: Database;
  outbox: Outbox;
  clock: Clock;
}

/** Builds the service of disputes. */
export const composeDisputes = ({ db, outbox, clock }: Dependencies) =>
  disputesService({ store: disputesStore({ db }), outbox, clock });
