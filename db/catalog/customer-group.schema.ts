import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { timestamps } from "#db/columns";

/** Groups of customers that have prices of their own. */
export const customerGroups = sqliteTable(
  "customer_groups",
  {
    id: text("id").primaryKey(),
    title: text("title").notNull(),
    version: integer("version").notNull().default(1),
    ...timestamps,
  },
  (table) => [check("customer_groups_version", sql`${table.version} > 0`)],
);

/** The accounts in groups, by their ids. The users Worker owns the accounts. */
export const customerGroupMembers = sqliteTable(
  "customer_group_members",
  {
    groupId: text("group_id")
      .notNull()
      .references(() => customerGroups.id, { onDelete: "cascade" }),
    userId: text("user_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.groupId, table.userId] }),
    index("customer_group_members_user").on(table.userId),
  ],
);
