import { asc, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { orderNotes, orderTags } from "#db/orders/schema";

export type NoteRow = typeof orderNotes.$inferSelect;

/**
 * Reads the notes and tags of orders, from the primary database, because a replica may not have the last
 * change yet.
 */
export const notesStore = ({ db }: { db: Database }) => ({
  /** Returns the notes of an order, oldest first. */
  notes: (orderId: string): Promise<NoteRow[]> =>
    db.write
      .select()
      .from(orderNotes)
      .where(eq(orderNotes.orderId, orderId))
      .orderBy(asc(orderNotes.createdAt), asc(orderNotes.id)),

  /** Returns the tags of an order, sorted. */
  async tags(orderId: string): Promise<string[]> {
    const rows = await db.write
      .select({ tag: orderTags.tag })
      .from(orderTags)
      .where(eq(orderTags.orderId, orderId))
      .orderBy(asc(orderTags.tag));
    return rows.map(({ tag }) => tag);
  },
});
export type NotesStore = ReturnType<typeof notesStore>;
