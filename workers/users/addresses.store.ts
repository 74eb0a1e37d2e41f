import { and, asc, eq, gt, type SQL } from "drizzle-orm";
import type { Statement } from "#db/client";
import { addresses } from "#db/users/schema";
import { expectChanges, violatesGuard } from "#kernel/sql";
import { type BatchTools, commit, type KeptAnswer } from "./answers.store";

/** An address as its row holds it. */
export type AddressRow = typeof addresses.$inferSelect;

interface PageOf {
  userId: string;
  limit: number;
  /** The last id of the page before. */
  after: string | undefined;
}

/** Address books. Each statement names the owner: somebody else's address is no address. */
export const addressesStore = (tools: BatchTools) => {
  const { db } = tools;
  const owned = (userId: string, id: string) =>
    and(eq(addresses.userId, userId), eq(addresses.id, id));

  /** Commits one change of one row; false when there was no such row. */
  const changeOne = async (change: Statement, kept?: KeptAnswer) => {
    try {
      await commit(tools, kept, [change, db.write.run(expectChanges())]);
      return true;
    } catch (err) {
      if (violatesGuard(err)) return false;
      throw err;
    }
  };

  return {
    /** One row more than the limit, oldest first. */
    list: async ({ userId, limit, after }: PageOf): Promise<AddressRow[]> => {
      const later: SQL | undefined = after === undefined ? undefined : gt(addresses.id, after);
      return db.read
        .select()
        .from(addresses)
        .where(and(eq(addresses.userId, userId), later))
        .orderBy(asc(addresses.id))
        .limit(limit + 1);
    },

    async find(userId: string, id: string): Promise<AddressRow | undefined> {
      const [row] = await db.read.select().from(addresses).where(owned(userId, id));
      return row;
    },

    add: (row: AddressRow, kept?: KeptAnswer) =>
      commit(tools, kept, [db.write.insert(addresses).values(row)]),

    /** Puts a changed row in the place of the version before; false when that has moved on. */
    replace: ({ id, userId, version, ...columns }: AddressRow, kept?: KeptAnswer) =>
      changeOne(
        db.write
          .update(addresses)
          .set({ ...columns, version })
          .where(and(owned(userId, id), eq(addresses.version, version - 1))),
        kept,
      ),

    /** False when there is no such address. */
    remove: (userId: string, id: string, kept?: KeptAnswer) =>
      changeOne(db.write.delete(addresses).where(owned(userId, id)), kept),

    /** Keeps an answer that changed nothing. */
    keep: (kept: KeptAnswer | undefined) => commit(tools, kept, []),
  };
};
export type AddressesStore = ReturnType<typeof addressesStore>;
