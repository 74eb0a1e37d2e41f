import { and, eq, inArray } from "drizzle-orm";
import type { Connection, Statement } from "#db/client";
import { orderNotes, orderTags } from "#db/orders/schema";
import type { NewNote, TagChange } from "./note.rules";

/** Adds notes to an order. */
export const insertNotes = (
  db: Connection,
  orderId: string,
  notes: readonly NewNote[],
  nowMs: number,
): Statement =>
  db.insert(orderNotes).values(notes.map((note) => ({ ...note, orderId, createdAt: nowMs })));

/** Removes and adds tags of an order. */
export const writeTags = (
  db: Connection,
  orderId: string,
  { add, remove }: TagChange,
): Statement[] => [
  ...(remove.length > 0
    ? [
        db
          .delete(orderTags)
          .where(and(eq(orderTags.orderId, orderId), inArray(orderTags.tag, [...remove]))),
      ]
    : []),
  ...(add.length > 0
    ? [
        db
          .insert(orderTags)
          .values(add.map((tag) => ({ orderId, tag })))
          .onConflictDoNothing(),
      ]
    : []),
];
