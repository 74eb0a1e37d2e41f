import { JOB_ERRORS_MAX, type JobError } from "#catalog/jobs.contract";
import { insertRows, keep } from "#catalog/products/rows.statements";
import { jobErrors } from "#db/catalog/job.schema";
import type { Database, Statement } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";

/** How a job begins: the event of its first step, and its answer. */
export interface Beginning {
  events: readonly Envelope[];
  request: KeyedRequest | undefined;
  body: string;
}

export interface BeginningDependencies {
  outbox: Pick<Outbox, "announce">;
  idempotency: Pick<Idempotency, "insertFinished">;
}

/** Announces the first step of a job, and stores the answer of its request. */
export const beginningStatements = (
  { outbox, idempotency }: BeginningDependencies,
  { events, request, body }: Beginning,
): Statement[] => [
  outbox.announce(events),
  ...(request ? [idempotency.insertFinished(request, { status: 202, body })] : []),
];

/** Adds errors to those of a job, as far as its report lists them. */
export const errorStatements = (
  db: Database,
  { id, errorCount }: { id: string; errorCount: number },
  errors: readonly JobError[],
): Statement[] => {
  const rows = errors
    .map((error, index) => ({ jobId: id, position: errorCount + index, ...error }))
    .filter(({ position }) => position < JOB_ERRORS_MAX);
  return rows.length > 0 ? [insertRows(db, jobErrors, rows, keep)] : [];
};
