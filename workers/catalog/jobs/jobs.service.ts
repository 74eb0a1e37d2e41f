import * as z from "zod";
import type { Job, JobError } from "#catalog/jobs.contract";
import { jobStepDue } from "#events/catalog";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { type Envelope, newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import { log } from "#kernel/log";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { decodeCursor, type Page, type PageRequest, pageOf } from "#kernel/routes/page";
import type { JobsStore, NewJob } from "./jobs.store";

interface Dependencies {
  store: JobsStore;
  outbox: Pick<Outbox, "kick">;
  idempotency: Pick<Idempotency, "find">;
  clock: Clock;
}

type Begun = Pick<NewJob, "kind" | "input" | "total">;

/** How long a job and its report stay after its end. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

const OfPositions = z.tuple([z.int()]);

/** Returns the event that a step of a job is due. */
export const stepEvent = (jobId: string, step: number, nowMs: number): Envelope =>
  newEvent(jobStepDue, {
    source: "catalog",
    subject: jobId,
    sequence: step,
    data: { jobId, step },
    nowMs,
  });

const asAnswer = (job: NewJob): Job => ({
  id: job.id,
  kind: job.kind,
  status: "queued",
  progress: { done: 0, total: job.total },
  errors: [],
  errorCount: 0,
  createdAt: new Date(job.createdAt).toISOString(),
  finishedAt: null,
});

/** Begins, shows and cancels jobs. */
export const jobsService = ({ store, outbox, idempotency, clock }: Dependencies) => {
  /** @throws 404 `not_found` */
  const read = async (id: string): Promise<Job> => {
    const job = await store.find(id);
    if (!job) throw new AppError("not_found", "No job has this id.");
    return job;
  };

  return {
    read,

    /** Begins a job once per Idempotency-Key. `decide` may refuse. */
    begin: (
      request: KeyedRequest | undefined,
      decide: () => Promise<Begun>,
    ): Promise<ReplayableAnswer> =>
      once({
        request,
        find: async (keyed) => (await idempotency.find(keyed))?.answer,
        effect: async () => {
          const begun = await decide();
          const nowMs = clock.now();
          const job: NewJob = { id: newId("job", nowMs), createdAt: nowMs, ...begun };
          const body = JSON.stringify(asAnswer(job));
          const events = [stepEvent(job.id, 0, nowMs)];
          await store.create(job, { events, request, body });
          outbox.kick(events);
          return { status: 202, body };
        },
      }),

    /** @throws 404 `not_found` */
    async errors(id: string, { limit, cursor }: PageRequest): Promise<Page<JobError>> {
      await read(id);
      const [after] = decodeCursor(cursor, OfPositions) ?? [-1];
      const rows = await store.errors(id, { after, limit: limit + 1 });
      return pageOf(
        rows,
        limit,
        ({ position }) => [position],
        ({ position: _position, ...error }) => error,
      );
    },

    /** Cancels a job. A job that has ended stays as it is. @throws 404 `not_found` */
    async cancel(id: string): Promise<Job> {
      await store.cancel(id, clock.now());
      return read(id);
    },

    /** Deletes old jobs. Logs a failure, so that the rest of the sweep still runs. */
    prune: () =>
      store.forget(clock.now() - KEPT_MS).catch((error) => {
        log.warn("sweep.jobs_not_pruned", { error });
        return 0;
      }),
  };
};
export type JobsService = ReturnType<typeof jobsService>;
