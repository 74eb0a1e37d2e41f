import type { AvailabilityService } from "#catalog/availability/availability.service";
import type { ChangesService } from "#catalog/changes/changes.service";
import type { ProductChange } from "#catalog/changes/product-change.rules";
import type { JOB_KINDS } from "#catalog/jobs.contract";
import type { Statement } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { log } from "#kernel/log";
import type { BatchStep } from "#kernel/mutations/guards";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { stepEvent } from "./jobs.service";
import type { JobsStore, OpenJob, Progress } from "./jobs.store";

/** A step as it is decided: the changes of products, and the progress that they make. */
export interface JobStep {
  changes: readonly ProductChange[];
  progress: Progress;
  /** What else the step writes. */
  also?: readonly Statement[];
}

/** Decides the next step of a job. It reads again each time that it is asked. */
export type DecideStep = (job: OpenJob) => Promise<JobStep>;

interface Dependencies {
  store: Pick<JobsStore, "findOpen" | "progress" | "commit">;
  changes: Pick<ChangesService, "write">;
  availability: Pick<AvailabilityService, "openPending">;
  outbox: Pick<Outbox, "kick">;
  deciders: Readonly<Record<(typeof JOB_KINDS)[number], DecideStep>>;
  clock: Clock;
}

/**
 * Does the steps of jobs. The batch of a step replaces the step number of its job and announces the next step, so that
 * each is done once, also when its event comes twice or its process dies.
 */
export const jobStepsService = ({
  store,
  changes,
  availability,
  outbox,
  deciders,
  clock,
}: Dependencies) => {
  /** Logs a failure instead of throwing it: the sweep sends the quantities later. */
  const openStock = () =>
    availability.openPending().catch((err) => log.warn("job.stock_not_opened", { error: err }));

  const write = async (batch: readonly ProductChange[], riders: BatchStep<"superseded">[]) =>
    batch.length > 0
      ? changes.write({ changes: batch, nowMs: clock.now(), riders })
      : store.commit(riders);

  const attempt = async (jobId: string, step: number): Promise<Envelope[] | typeof CONFLICT> => {
    const job = await store.findOpen(jobId);
    if (job?.step !== step) return [];
    const decided = await deciders[job.kind](job);
    const nowMs = clock.now();
    const { cursor, failed = false } = decided.progress;
    const events = failed || cursor === null ? [] : [stepEvent(jobId, step + 1, nowMs)];
    const written = await write(decided.changes, [
      ...store.progress(job, decided.progress, { events, nowMs }),
      ...(decided.also ?? []),
    ]);
    if (!written.ok) return written.refusal === "superseded" ? [] : CONFLICT;
    if (decided.changes.some(({ variants }) => variants.length > 0)) await openStock();
    return events;
  };

  return {
    /** Does a step of a job. Does nothing for a step that is done, and for a job that has ended. */
    async follow({ jobId, step }: { jobId: string; step: number }): Promise<void> {
      const events = await retryOnConflict(() => attempt(jobId, step));
      if (events.length > 0) outbox.kick(events);
    },
  };
};
export type JobStepsService = ReturnType<typeof jobStepsService>;
