import { and, eq, lt, sql } from "drizzle-orm";
import type { JobError } from "#catalog/jobs.contract";
import { jobs } from "#db/catalog/job.schema";
import { type Database, rowsChanged, statements } from "#db/client";
import { expectChanges } from "#kernel/sql";
import {
  type Beginning,
  type BeginningDependencies,
  beginningStatements,
  errorStatements,
} from "./beginning.statements";
import type { NewJob } from "./jobs.store";

/** A job whose file has arrived. */
export interface Received extends Pick<NewJob, "id" | "input" | "total"> {
  errors: readonly JobError[];
  errorCount: number;
}

/** The jobs that one sweep discards, so that its batch stays short. */
const DISCARDED_JOBS = 20;

/** Jobs whose file still arrives. No one sees them before they begin. */
export const arrivalsStore = ({
  db,
  ...dependencies
}: BeginningDependencies & { db: Database }) => {
  const { write } = db;

  return {
    /** Creates a job whose file still arrives. */
    async receive(job: NewJob) {
      await write.insert(jobs).values({ ...job, status: "queued", receiving: true });
    },

    /** Lets a job begin whose file is complete, and stores the answer. */
    begin: (received: Received, beginning: Beginning) =>
      write.batch(
        statements([
          write
            .update(jobs)
            .set({
              ...{ receiving: false, input: received.input, total: received.total },
              errorCount: received.errorCount,
            })
            .where(and(eq(jobs.id, received.id), eq(jobs.receiving, true))),
          write.run(expectChanges()),
          ...errorStatements(db, { id: received.id, errorCount: 0 }, received.errors),
          ...beginningStatements(dependencies, beginning),
        ]),
      ),

    /** Deletes a job whose file did not arrive. */
    async discard(id: string) {
      await write.delete(jobs).where(and(eq(jobs.id, id), eq(jobs.receiving, true)));
    },

    /** Deletes a bounded number of jobs whose file did not arrive since a time. Returns how many. */
    async discardOld(createdBeforeMs: number): Promise<number> {
      const old = sql`(select id from ${jobs} where ${lt(jobs.createdAt, createdBeforeMs)}
        and receiving limit ${DISCARDED_JOBS})`;
      return rowsChanged(await write.delete(jobs).where(sql`${jobs.id} in ${old}`));
    },
  };
};
export type ArrivalsStore = ReturnType<typeof arrivalsStore>;
