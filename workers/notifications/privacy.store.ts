import { and, asc, eq, inArray, type SQL } from "drizzle-orm";
import { MESSAGE_KINDS } from "#contract/notifications";
import type { Database } from "#db/client";
import { messages } from "#db/notifications/schema";
import type { MessageRow } from "./messages.store";

/** So many values fit into one statement with room to spare. */
const SUBJECTS_AT_ONCE = 500;

/** Messages by whom or what they are about. */
export const peopleStore = ({ db }: { db: Database }) => {
  const found = (those: SQL | undefined) =>
    db.read.select().from(messages).where(those).orderBy(asc(messages.createdAt), asc(messages.id));

  /** Their index begins with the kind, so each is named. */
  const aboutAny = (subjects: readonly string[]) =>
    found(and(inArray(messages.kind, MESSAGE_KINDS), inArray(messages.subject, [...subjects])));

  return {
    /** The messages about an account, oldest first. */
    aboutUser: (userId: string): Promise<MessageRow[]> => found(eq(messages.userId, userId)),

    /** The messages about any of these. */
    async about(subjects: readonly string[]): Promise<MessageRow[]> {
      const all: MessageRow[] = [];
      for (let at = 0; at < subjects.length; at += SUBJECTS_AT_ONCE) {
        all.push(...(await aboutAny(subjects.slice(at, at + SUBJECTS_AT_ONCE))));
      }
      return all;
    },
  };
};
export type PeopleStore = ReturnType<typeof peopleStore>;
