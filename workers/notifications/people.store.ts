import { and, asc, inArray } from "drizzle-orm";
import { MESSAGE_KINDS } from "#contract/notifications";
import type { Database } from "#db/client";
import { messages } from "#db/notifications/schema";
import type { MessageRow } from "./store";

/** So many values fit into one statement with room to spare. */
const SUBJECTS_AT_ONCE = 500;

/** Messages by whom or what they are about. */
export const peopleStore = ({ db }: { db: Database }) => ({
  /** The messages about any of these, oldest first. Their index begins with the kind, so each is named. */
  async about(subjects: readonly string[]): Promise<MessageRow[]> {
    const found: MessageRow[] = [];
    for (let at = 0; at < subjects.length; at += SUBJECTS_AT_ONCE) {
      const some = subjects.slice(at, at + SUBJECTS_AT_ONCE);
      const rows = await db.read
        .select()
        .from(messages)
        .where(and(inArray(messages.kind, MESSAGE_KINDS), inArray(messages.subject, some)))
        .orderBy(asc(messages.createdAt));
      found.push(...rows);
    }
    return found.sort((a, b) => a.createdAt - b.createdAt);
  },
});
export type PeopleStore = ReturnType<typeof peopleStore>;
