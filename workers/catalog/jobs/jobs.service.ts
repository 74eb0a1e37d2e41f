import * as z from "zod";
import { JOB_ERRORS_SHOWN, type Job, type JobError } from "#catalog/jobs.contract";
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
import type { ArrivalsStore, Received } from "./arrivals.store";
import type { Beginning } from "./beginning.statements";
import type { JobsStore, NewJob } from "./jobs.store";

interface Dependencies {
  store: JobsStore;
  arrivals: ArrivalsStore;
  outbox: Pick<Outbox, "kick">;
  idempotency: Pick<Idempotency, "find">;
  clock: Clock;
}

type Asked = Pick<NewJob, "kind" | "input" | "total">;

/** How long a job and its report stay after its end. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** A file that has not arrived by then never will: its pieces have a deadline of seconds. */
const ARRIVAL_MAX_MS = 60 * 60 * 1000;

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

type Begun = Omit<NewJob, "input"> & Pick<Received, "errors" | "errorCount">;

const asAnswer = ({ id, kind, total, createdAt, errors, errorCount }: Begun): Job => ({
  id,
  kind,
  status: "queued",
  progress: { done: 0, total },
  errors: errors.slice(0, JOB_ERRORS_SHOWN),
  errorCount,
  ...(errorCount > 0 ? { resultUrl: `/v1/admin/jobs/${id}/errors` } : {}),
  createdAt: new Date(createdAt).toISOString(),
  finishedAt: null,
});

/** A job whose file has arrived, and that has not begun. */
export type ReceivedJob = ReceivedFile & Pick<NewJob, "id" | "kind" | "createdAt">;

/** What has arrived of a file. */
export interface ReceivedFile extends Omit<Received, "id"> {
  /** Identifies its content, for the Idempotency-Key. */
  digest: string;
}

const create = async (store: JobsStore, job: NewJob, beginning: Beginning) => {
  const created = await store.create(job, beginning);
  if (!created.ok) throw new AppError("conflict", "Wait until the open job has ended.");
};

/** Begins, shows and cancels jobs. */
export const jobsService = ({ store, arrivals, outbox, idempotency, clock }: Dependencies) => {
  /** @throws 404 `not_found` */
  const read = async (id: string): Promise<Job> => {
    const job = await store.find(id);
    if (!job) throw new AppError("not_found", "No job has this id.");
    return job;
  };

  /** Logs a failure instead of throwing it: the sweep deletes the job later. */
  const discard = (id: string) =>
    arrivals.discard(id).catch((error) => log.warn("job.not_discarded", { error }));

  const beginOnce = (
    request: KeyedRequest | undefined,
    decide: () => Promise<{ job: Begun; write: (beginning: Beginning) => Promise<unknown> }>,
  ): Promise<ReplayableAnswer> =>
    once({
      request,
      find: async (keyed) => (await idempotency.find(keyed))?.answer,
      effect: async () => {
        const { job, write } = await decide();
        const body = JSON.stringify(asAnswer(job));
        const events = [stepEvent(job.id, 0, clock.now())];
        await write({ events, request, body });
        outbox.kick(events);
        return { status: 202, body };
      },
    });

  return {
    read,

    /** Returns the latest job of a kind, or null. */
    latest: store.latest,

    /**
     * Begins a job once per Idempotency-Key. `decide` may refuse.
     * @throws 409 `conflict` if another job is open, of a kind of which only one may be
     */
    begin: (request: KeyedRequest | undefined, decide: () => Promise<Asked>) =>
      beginOnce(request, async () => {
        const nowMs = clock.now();
        const job = { id: newId("job", nowMs), createdAt: nowMs, ...(await decide()) };
        return {
          job: { ...job, errors: [], errorCount: 0 },
          write: (beginning) => create(store, job, beginning),
        };
      }),

    /** Stores the file of a job, which no one sees before it begins. Nothing stays if that fails. */
    async receive(
      kind: NewJob["kind"],
      storeFile: (jobId: string) => Promise<ReceivedFile>,
    ): Promise<ReceivedJob> {
      const createdAt = clock.now();
      const id = newId("job", createdAt);
      await arrivals.receive({ id, kind, input: {}, total: 0, createdAt });
      try {
        return { id, kind, createdAt, ...(await storeFile(id)) };
      } catch (err) {
        await discard(id);
        throw err;
      }
    },

    /** Begins a job whose file has arrived, once per Idempotency-Key. */
    async beginReceived(
      received: ReceivedJob,
      requestOf: (digest: string) => Promise<KeyedRequest | undefined>,
    ): Promise<ReplayableAnswer> {
      try {
        const answer = await beginOnce(await requestOf(received.digest), async () => ({
          job: received,
          write: (beginning) => arrivals.begin(received, beginning),
        }));
        if (answer.replayed) await discard(received.id);
        return answer;
      } catch (err) {
        await discard(received.id);
        throw err;
      }
    },

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

    /**
     * Deletes old jobs, and what interrupted uploads have left. Logs a failure, so that the rest of the sweep still
     * runs.
     */
    async prune(): Promise<number> {
      const nowMs = clock.now();
      try {
        return (
          (await store.forget(nowMs - KEPT_MS)) +
          (await arrivals.discardOld(nowMs - ARRIVAL_MAX_MS))
        );
      } catch (error) {
        log.warn("sweep.jobs_not_pruned", { error });
        return 0;
      }
    },
  };
};
export type JobsService = ReturnType<typeof jobsService>;
