import { and, desc, eq, inArray, lt } from "drizzle-orm";
import { media } from "#db/catalog/media.schema";
import type { Database, Statement } from "#db/client";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges, raiseUnless } from "#kernel/sql";
import type { MediaUse } from "./media.contract";
import { isStored, isUnsettled, isUnused, usesJson } from "./media.statements";

export type MediaRow = typeof media.$inferSelect;
export interface UsedMediaRow extends MediaRow {
  uses: MediaUse[];
}

interface PageQuery {
  limit: number;
  /** The id of the last row of the previous page. */
  before: string | undefined;
}

interface Change {
  id: string;
  /** The version that the change replaces. */
  replaces: number;
  set: Pick<MediaRow, "alt" | "focalX" | "focalY">;
  nowMs: number;
  /** Stores the answer under its Idempotency-Key. */
  finished: Statement | undefined;
}

const given = (statement: Statement | undefined) => (statement ? [statement] : []);

/** Rows and names that one sweep deletes. */
const SWEPT_MAX = 20;

const COLUMNS = { media, uses: usesJson };
const usedRow = (row: { media: MediaRow; uses: string }): UsedMediaRow => ({
  ...row.media,
  uses: JSON.parse(row.uses),
});

/** Uploaded pictures, read from the primary database, because a replica may not have the last upload yet. */
export const mediaStore = ({ db }: { db: Database }) => {
  const { write } = db;
  const changed = write.run(expectChanges());

  return {
    /** Returns the stored picture with these bytes. */
    async bySha256(sha256: string): Promise<MediaRow | undefined> {
      const [row] = await write
        .select()
        .from(media)
        .where(and(eq(media.sha256, sha256), isStored));
      return row;
    },

    async byId(id: string): Promise<UsedMediaRow | undefined> {
      const [row] = await write
        .select(COLUMNS)
        .from(media)
        .where(and(eq(media.id, id), isStored));
      return row && usedRow(row);
    },

    /** Returns the stored pictures among these ids. */
    byIds: (ids: readonly string[]): Promise<MediaRow[]> =>
      write
        .select()
        .from(media)
        .where(and(inArray(media.id, [...ids]), isStored)),

    /** Returns up to `limit + 1` pictures, newest first. */
    async page({ limit, before }: PageQuery): Promise<UsedMediaRow[]> {
      const rows = await write
        .select(COLUMNS)
        .from(media)
        .where(and(isStored, before === undefined ? undefined : lt(media.id, before)))
        .orderBy(desc(media.id))
        .limit(limit + 1);
      return rows.map(usedRow);
    },

    /** Inserts the row of a picture before its object is stored. */
    async begin(row: MediaRow) {
      await write.insert(media).values(row);
    },

    /**
     * Shows a picture whose object is stored. Refuses with `duplicate` if another upload of the same bytes is
     * stored, and with `gone` if the sweep has given the upload up.
     */
    finish: (row: MediaRow, finished: Statement | undefined) =>
      commitGuarded<"duplicate" | "gone">(db, [
        guard(
          { "media.sha256": "duplicate" },
          write
            .update(media)
            .set({ status: "stored" })
            .where(and(eq(media.id, row.id), eq(media.status, "uploading"))),
        ),
        guard("gone", changed),
        ...given(finished),
      ]),

    /** Replaces alt text and focal point. Refuses with `changed` if the version is no longer current. */
    change: ({ id, replaces, set, nowMs, finished }: Change) =>
      commitGuarded<"changed">(db, [
        write
          .update(media)
          .set({ ...set, version: replaces + 1, updatedAt: nowMs })
          .where(and(eq(media.id, id), eq(media.version, replaces), isStored)),
        guard("changed", changed),
        ...given(finished),
      ]),

    /** Hides a picture and never shows it again. Refuses with `in_use` while a product shows it, `missing` if there is none. */
    remove: (id: string, nowMs: number, finished: Statement | undefined) =>
      commitGuarded<"in_use" | "missing">(db, [
        guard("in_use", write.run(raiseUnless(isUnused(id)))),
        write
          .update(media)
          .set({ status: "deleted", updatedAt: nowMs })
          .where(and(eq(media.id, id), isStored)),
        guard("missing", changed),
        ...given(finished),
      ]),

    /** Gives up an upload, so that the next sweep deletes what is left of it. */
    async giveUp(id: string, nowMs: number) {
      await write
        .update(media)
        .set({ status: "deleted", updatedAt: nowMs })
        .where(and(eq(media.id, id), eq(media.status, "uploading")));
    },

    /** Returns a bounded number of pictures that are not shown since before a time. */
    unsettled: (beforeMs: number): Promise<Pick<MediaRow, "id" | "key">[]> =>
      write
        .select({ id: media.id, key: media.key })
        .from(media)
        .where(and(isUnsettled, lt(media.updatedAt, beforeMs)))
        .orderBy(media.updatedAt)
        .limit(SWEPT_MAX),

    /** Deletes the row of a picture that is not shown, once its objects are deleted. */
    async forget(id: string) {
      await write.delete(media).where(and(eq(media.id, id), isUnsettled));
    },
  };
};
export type MediaStore = ReturnType<typeof mediaStore>;
