import { and, asc, eq, inArray, type SQL } from "drizzle-orm";
import { MESSAGE_KINDS } from "#contract/notifications";
import type { Database } from "#db/client";
import { messages } from "#db/notifications/schema";
import type { MessageRow } from "./messages.store";

/** Subjects per statement, well below the database's limit of bound values. */
const SUBJECTS_PER_STATEMENT = 500;

/** Reads messages by account or subject. */
export const privacyStore = ({ db }: { db: Database }) => {
  const select = (condition: SQL | undefined) =>
    db.read
      .select()
      .from(messages)
      .where(condition)
      .orderBy(asc(messages.createdAt), asc(messages.id));

  /** Names every kind, because the index of subjects begins with the kind. */
  const aboutSome = (subjects: readonly string[]) =>
    select(and(inArray(messages.kind, MESSAGE_KINDS), inArray(messages.subject, [...subjects])));

  return {
    /** Returns the messages about an account, oldest first. */
    aboutUser: (userId: string): Promise<MessageRow[]> => select(eq(messages.userId, userId)),

    /** Returns the messages about any of these subjects. */
    async aboutSubjects(subjects: readonly string[]): Promise<MessageRow[]> {
      const all: MessageRow[] = [];
      for (let at = 0; at < subjects.length; at += SUBJECTS_PER_STATEMENT) {
        all.push(...(await aboutSome(subjects.slice(at, at + SUBJECTS_PER_STATEMENT))));
      }
      return all;
    },
  };
};
export type PrivacyStore = ReturnType<typeof privacyStore>;
