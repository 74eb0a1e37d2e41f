import { eq } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { erasureNotices } from "#db/users/schema";

/** A new erasure notice. Its e-mail address is encrypted. */
export interface NewErasureNotice {
  userId: string;
  email: string;
  createdAt: number;
}

/** Inserts an erasure notice, as part of the batch of the erasure. */
export const insertErasureNotice = (
  { db }: { db: Database },
  notice: NewErasureNotice,
): Statement => db.write.insert(erasureNotices).values(notice);

/** Stores the recipients of erasure notices until the notices are sent. */
export const erasureNoticesStore = ({ db }: { db: Database }) => ({
  /** Returns the encrypted e-mail address, or undefined if the notice was sent. */
  async of(userId: string): Promise<string | undefined> {
    const [row] = await db.read
      .select()
      .from(erasureNotices)
      .where(eq(erasureNotices.userId, userId));
    return row?.email;
  },

  async remove(userId: string) {
    await db.write.delete(erasureNotices).where(eq(erasureNotices.userId, userId));
  },
});
export type ErasureNoticesStore = ReturnType<typeof erasureNoticesStore>;
