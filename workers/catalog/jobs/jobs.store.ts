import { and, eq, gt, inArray, lt, type SQL, sql } from "drizzle-orm";
import { JOB_ERRORS_SHOWN, type Job, type JobError } from "#catalog/jobs.contract";
import { isoTime } from "#catalog/products/product-json.statements";
import type { ImportTally } from "#contract/catalog";
import { importParts, jobErrors, jobs } from "#db/catalog/job.schema";
import { type Database, rowsChanged } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import { type BatchStep, commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";
import {
  type Beginning,
  type BeginningDependencies,
  beginningStatements,
  errorStatements,
} from "./beginning.statements";

type JobRow = typeof jobs.$inferSelect;

/** A job that a step continues. */
export type OpenJob = Pick<
  JobRow,
  "id" | "kind" | "input" | "cursor" | "step" | "errorCount" | "report"
>;

export type NewJob = Pick<JobRow, "id" | "kind" | "input" | "total" | "createdAt">;

/** What a step has done. */
export interface Progress {
  /** Items that the step has looked at. */
  done: number;
  /** Where the next step begins; null after the last one. */
  cursor: string | null;
  errors: readonly JobError[];
  /** What an import has counted, with this step. */
  report?: ImportTally;
  /** Whether the job ends here without its effect. Its errors say why. */
  failed?: boolean;
}

/** The jobs that one sweep deletes, so that its batch stays short. */
const FORGET_JOBS = 20;

const OPEN = and(inArray(jobs.status, ["queued", "running"]), eq(jobs.receiving, false));

const errorsJson = sql`(select json_group_array(json_object('line', e.line, 'productId', e.product_id,
    'code', e.code, 'message', e.message) order by e.position)
  from ${jobErrors} e where e.job_id = j.id and e.position < ${JOB_ERRORS_SHOWN})`;

/** The members that only some jobs have. */
const optional = sql`json_patch(
  iif(j.error_count = 0, json_object(),
    json_object('resultUrl', '/v1/admin/jobs/' || j.id || '/errors')),
  iif(j.report is null, json_object(), json_object('report', json(j.report))))`;

/** Builds the API's Job from a row `j` of jobs. */
const jobJson = sql`json_patch(json_object(
  'id', j.id, 'kind', j.kind, 'status', j.status,
  'progress', json_object('done', j.done, 'total', j.total),
  'errors', json(${errorsJson}), 'errorCount', j.error_count,
  'createdAt', ${isoTime(sql`j.created_at`)}), ${optional})`;

const parse = (text: string, finishedAt: number | null): Job => ({
  ...(JSON.parse(text) as Job),
  // json_patch would leave out a null.
  finishedAt: finishedAt === null ? null : new Date(finishedAt).toISOString(),
});

interface Dependencies extends BeginningDependencies {
  db: Database;
}

/** Jobs: rows that steps move forward. */
export const jobsStore = ({ db, outbox, idempotency }: Dependencies) => {
  const { read, write } = db;

  return {
    /** Creates a job with the event of its first step, and stores the answer, unless only one job may be open. */
    create: (job: NewJob, beginning: Beginning) =>
      commitGuarded(db, [
        guard(
          { "jobs.kind": "one_is_open" },
          write.insert(jobs).values({ ...job, status: "queued" }),
        ),
        ...beginningStatements({ outbox, idempotency }, beginning),
      ]),

    /** Returns a job, or undefined. */
    async find(id: string): Promise<Job | undefined> {
      const [row] = await read.all<{ job: string; finishedAt: number | null }>(sql`
        select ${jobJson} as job, j.finished_at as finishedAt from ${jobs} j
        where j.id = ${id} and not j.receiving`);
      return row && parse(row.job, row.finishedAt);
    },

    /** Returns the latest job of a kind, or null. */
    async latest(kind: JobRow["kind"]): Promise<Job | null> {
      const [row] = await read.all<{ job: string; finishedAt: number | null }>(sql`
        select ${jobJson} as job, j.finished_at as finishedAt from ${jobs} j
        where j.kind = ${kind} and not j.receiving order by j.id desc limit 1`);
      return row ? parse(row.job, row.finishedAt) : null;
    },

    /** Returns a job that has not ended, or undefined. */
    async findOpen(id: string): Promise<OpenJob | undefined> {
      const [row] = await write
        .select()
        .from(jobs)
        .where(and(eq(jobs.id, id), OPEN));
      return row;
    },

    /** Returns errors of a job behind a position, with their positions. */
    errors: (id: string, { after, limit }: { after: number; limit: number }) =>
      read
        .select({
          position: jobErrors.position,
          line: jobErrors.line,
          productId: jobErrors.productId,
          code: jobErrors.code,
          message: jobErrors.message,
        })
        .from(jobErrors)
        .where(and(eq(jobErrors.jobId, id), gt(jobErrors.position, after)))
        .orderBy(jobErrors.position)
        .limit(limit),

    /**
     * Returns the statements of a step's progress, which belong into the batch of its effect. They fail the batch with
     * `superseded` if the step is done already, or if the job has ended.
     */
    progress(
      job: OpenJob,
      { done, cursor, errors, report, failed = false }: Progress,
      { events, nowMs }: { events: readonly Envelope[]; nowMs: number },
    ): BatchStep<"superseded">[] {
      const isLast = failed || cursor === null;
      const moved = write
        .update(jobs)
        .set({
          step: job.step + 1,
          done: sql`${jobs.done} + ${done}`,
          cursor,
          ...(report && { report }),
          errorCount: job.errorCount + errors.length,
          status: failed ? "failed" : isLast ? "succeeded" : "running",
          finishedAt: isLast ? nowMs : null,
        })
        .where(and(eq(jobs.id, job.id), eq(jobs.step, job.step), OPEN));
      return [
        moved,
        guard("superseded", write.run(expectChanges())),
        ...errorStatements(db, job, errors),
        ...(events.length > 0 ? [outbox.announce(events)] : []),
      ];
    },

    /** Commits the progress of a step that changes nothing else. */
    commit: (steps: readonly BatchStep<"superseded">[]) => commitGuarded(db, steps),

    /** Ends a job that has not ended. */
    async cancel(id: string, nowMs: number) {
      await write.batch([
        write
          .update(jobs)
          .set({ status: "cancelled", finishedAt: nowMs })
          .where(and(eq(jobs.id, id), OPEN)),
        write.run(sql`delete from ${importParts} where job_id in
          (select id from ${jobs} where id = ${id} and status = 'cancelled')`),
      ]);
    },

    /** Deletes a bounded number of jobs that ended before a time, with their errors. Returns how many. */
    async forget(endedBeforeMs: number): Promise<number> {
      const old: SQL = sql`(select id from ${jobs} where ${lt(jobs.finishedAt, endedBeforeMs)}
        and finished_at is not null limit ${FORGET_JOBS})`;
      return rowsChanged(await write.delete(jobs).where(sql`${jobs.id} in ${old}`));
    },
  };
};
export type JobsStore = ReturnType<typeof jobsStore>;
