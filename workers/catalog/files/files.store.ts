import { and, asc, count, eq, inArray, lt, sql } from "drizzle-orm";
import { FILES_MAX } from "#catalog/files.contract";
import { files } from "#db/catalog/file.schema";
import { products, variants } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges, raiseUnless } from "#kernel/sql";

export type FileRow = typeof files.$inferSelect;

/** Literals, because only they match the partial indexes. */
const isStored = sql`${files.status} = 'stored'`;
const isUnsettled = sql`${files.status} <> 'stored'`;

/** Rows that one sweep deletes. */
const SWEPT_MAX = 20;

const given = (statement: Statement | undefined) => (statement ? [statement] : []);

/** Files of digital goods, read from the primary database, because a replica may not have the last upload yet. */
export const filesStore = ({ db }: { db: Database }) => {
  const { write } = db;
  const changed = write.run(expectChanges());

  return {
    /** Returns the type of a variant's product; undefined for an unknown variant. */
    async typeOf(variantId: string) {
      const [row] = await write
        .select({ type: products.type })
        .from(variants)
        .innerJoin(products, eq(products.id, variants.productId))
        .where(eq(variants.id, variantId));
      return row?.type;
    },

    /** Returns the files of variants, oldest first. */
    of: (variantIds: readonly string[]): Promise<FileRow[]> =>
      write
        .select()
        .from(files)
        .where(and(inArray(files.variantId, [...variantIds]), isStored))
        .orderBy(asc(files.variantId), asc(files.id)),

    async byId(id: string): Promise<FileRow | undefined> {
      const [row] = await write
        .select()
        .from(files)
        .where(and(eq(files.id, id), isStored));
      return row;
    },

    /** Inserts the row of a file before its object is stored. */
    async begin(row: FileRow) {
      await write.insert(files).values(row);
    },

    /** Shows a file whose object is stored. Refuses with `too_many`, and with `gone` if the sweep has given it up. */
    finish: (row: FileRow, finished: Statement | undefined) =>
      commitGuarded<"too_many" | "gone">(db, [
        guard(
          "too_many",
          write.run(
            raiseUnless(
              sql`(select ${count()} from ${files} where ${files.variantId} = ${row.variantId} and ${isStored}) < ${FILES_MAX}`,
            ),
          ),
        ),
        write
          .update(files)
          .set({ status: "stored" })
          .where(and(eq(files.id, row.id), eq(files.status, "uploading"))),
        guard("gone", changed),
        ...given(finished),
      ]),

    /** Hides a file and never shows it again. Refuses with `missing` if there is none. */
    remove: (id: string, nowMs: number, finished: Statement | undefined) =>
      commitGuarded<"missing">(db, [
        write
          .update(files)
          .set({ status: "deleted", updatedAt: nowMs })
          .where(and(eq(files.id, id), isStored)),
        guard("missing", changed),
        ...given(finished),
      ]),

    /** Returns a bounded number of files that are not shown since before a time. */
    unsettled: (beforeMs: number): Promise<Pick<FileRow, "id">[]> =>
      write
        .select({ id: files.id })
        .from(files)
        .where(and(isUnsettled, lt(files.updatedAt, beforeMs)))
        .orderBy(files.updatedAt)
        .limit(SWEPT_MAX),

    /** Deletes the row of a file that is not shown, once its object is deleted. */
    async forget(id: string) {
      await write.delete(files).where(and(eq(files.id, id), isUnsettled));
    },
  };
};
export type FilesStore = ReturnType<typeof filesStore>;
