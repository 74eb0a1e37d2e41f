import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { MESSAGE_KINDS } from "#contract/notifications";
import { inboxTable, timestamps } from "#db/columns";

export const inbox = inboxTable();

/**
 * One row per message, committed before it is first sent. A row that is `pending` with `doubtSince` may
 * have gone out. It holds no address and no text; both are fetched and written anew for each try.
 */
export const messages = sqliteTable(
  "messages",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: MESSAGE_KINDS }).notNull(),
    /** The id of whom or what it is about. */
    subject: text("subject").notNull(),
    /** Whose account it is about; null when all that is known is an order. */
    userId: text("user_id"),
    state: text("state", { enum: ["pending", "sent", "parked"] }).notNull(),
    /** Tries so far: a try that ends compares it before it takes back its doubt. */
    tries: integer("tries").notNull().default(0),
    /** Start of the first try whose outcome is unknown; null when no try can have been taken. */
    doubtSince: integer("doubt_since"),
    /** The mail provider's own id of it. */
    providerRef: text("provider_ref"),
    /** Why it was parked: somebody has to look before it is sent again, if ever. */
    reason: text("reason"),
    ...timestamps,
  },
  (table) => [
    uniqueIndex("messages_once").on(table.kind, table.subject),
    index("messages_user").on(table.userId, table.createdAt).where(sql`user_id is not null`),
    index("messages_ended").on(table.updatedAt).where(sql`state <> 'pending'`),
    index("messages_doubted").on(table.doubtSince).where(sql`state = 'pending'`),
  ],
);
