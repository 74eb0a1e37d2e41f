import { and, asc, eq, inArray, or, type SQL } from "drizzle-orm";
import { MESSAGE_KINDS } from "#contract/notifications";
import type { Database } from "#db/client";
import { messages } from "#db/notifications/schema";
import type { MessageRow } from "./messages.store";

/** Orders per statement, well below the database's limit of bound values. */
const ORDERS_PER_STATEMENT = 500;

/** Reads messages by account or order. */
export const privacyStore = ({ db }: { db: Database }) => {
  const select = (condition: SQL | undefined) =>
    db.read
      .select()
      .from(messages)
      .where(condition)
      .orderBy(asc(messages.createdAt), asc(messages.id));

  /**
   * Messages of earlier releases name their order as subject only. Names every kind, because the index of
   * subjects begins with the kind.
   */
  const aboutSome = (orderIds: string[]) =>
    select(
      or(
        inArray(messages.orderId, orderIds),
        and(inArray(messages.kind, MESSAGE_KINDS), inArray(messages.subject, orderIds)),
      ),
    );

  return {
    /** Returns the messages about an account, oldest first. */
    aboutUser: (userId: string): Promise<MessageRow[]> => select(eq(messages.userId, userId)),

    /** Returns the messages about any of these orders. */
    async aboutOrders(orderIds: readonly string[]): Promise<MessageRow[]> {
      const all: MessageRow[] = [];
      for (let at = 0; at < orderIds.length; at += ORDERS_PER_STATEMENT) {
        all.push(...(await aboutSome(orderIds.slice(at, at + ORDERS_PER_STATEMENT))));
      }
      return all;
    },
  };
};
export type PrivacyStore = ReturnType<typeof privacyStore>;
