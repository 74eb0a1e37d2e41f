import { arrivalsStore } from "#catalog/jobs/arrivals.store";
import { jobsService } from "#catalog/jobs/jobs.service";
import { jobsStore } from "#catalog/jobs/jobs.store";
import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import type { Idempotency } from "#kernel/mutations/idempotency";

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
  clock: Clock;
}

/** Composes jobs, which long changes and the search index begin. */
export const composeJobs = ({ clock, ...deps }: Dependencies) => {
  const store = jobsStore(deps);
  const { outbox, idempotency } = deps;
  const jobs = jobsService({ store, arrivals: arrivalsStore(deps), outbox, idempotency, clock });
  return { store, jobs };
};
