import { and, eq } from "drizzle-orm";
import type { StoredGroup } from "#catalog/import/stored-rows.rules";
import { importParts } from "#db/catalog/job.schema";
import type { Database } from "#db/client";

/** The parts of uploaded files that wait for their step. */
export const importPartsStore = ({ write }: Pick<Database, "write">) => {
  const named = (jobId: string, position: number) =>
    and(eq(importParts.jobId, jobId), eq(importParts.position, position));

  return {
    async add(jobId: string, position: number, groups: StoredGroup[]) {
      await write.insert(importParts).values({ jobId, position, groups });
    },

    async read(jobId: string, position: number): Promise<StoredGroup[]> {
      const [row] = await write
        .select({ groups: importParts.groups })
        .from(importParts)
        .where(named(jobId, position));
      return row?.groups ?? [];
    },

    /** Returns the statement that deletes a part, for the batch of its step. */
    remove: (jobId: string, position: number) =>
      write.delete(importParts).where(named(jobId, position)),
  };
};
export type ImportPartsStore = ReturnType<typeof importPartsStore>;
