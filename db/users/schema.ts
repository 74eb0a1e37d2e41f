import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { idempotencyTable, outboxTable, timestamps } from "#db/columns";
import type { Role } from "#kernel/actor";

export const outbox = outboxTable();
/** The answers in here are sealed: some hold tokens, most hold a person's data. */
export const idempotencyKeys = idempotencyTable();

/** One row per account. The address is in its canonical form, so that one mailbox is one account. */
export const users = sqliteTable(
  "users",
  {
    id: text("id").primaryKey(),
    email: text("email").notNull().unique(),
    name: text("name").notNull(),
    /** PHC string; see workers/users/password.ts. */
    passwordHash: text("password_hash").notNull(),
    roles: text("roles", { mode: "json" }).$type<Role[]>().notNull(),
    emailVerifiedAt: integer("email_verified_at"),
    /** Grows with each change, so that a change is made to what was read. */
    version: integer("version").notNull().default(1),
    ...timestamps,
  },
  (table) => [check("users_roles", sql`json_array_length(${table.roles}) > 0`)],
);

/** One row per sign-in: a family of refresh tokens that lives and ends together. */
export const sessions = sqliteTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** The User-Agent of the sign-in, cut. */
    device: text("device"),
    createdAt: integer("created_at").notNull(),
    lastUsedAt: integer("last_used_at").notNull(),
    /** Its absolute end, however often it is used. */
    expiresAt: integer("expires_at").notNull(),
    endedAt: integer("ended_at"),
    endReason: text("end_reason", { enum: ["logout", "refresh_reused"] }),
  },
  (table) => [
    check("sessions_end", sql`(${table.endedAt} is null) = (${table.endReason} is null)`),
    index("sessions_user").on(table.userId, table.createdAt),
    index("sessions_ended").on(table.endedAt),
    index("sessions_expires").on(table.expiresAt),
  ],
);

/**
 * Each refresh token of a session, as its SHA-256: 256 random bits need no slow hash. A session's one
 * unused token is the live one; the used ones stay so that a thief's second use is noticed.
 */
export const refreshTokens = sqliteTable(
  "refresh_tokens",
  {
    hash: text("hash").primaryKey(),
    sessionId: text("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    createdAt: integer("created_at").notNull(),
    usedAt: integer("used_at"),
  },
  (table) => [
    index("refresh_tokens_session").on(table.sessionId),
    index("refresh_tokens_used").on(table.usedAt).where(sql`used_at is not null`),
  ],
);

/** The address book. */
export const addresses = sqliteTable(
  "addresses",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    line1: text("line1").notNull(),
    line2: text("line2"),
    city: text("city").notNull(),
    region: text("region"),
    postalCode: text("postal_code").notNull(),
    country: text("country").notNull(),
    phone: text("phone"),
    version: integer("version").notNull().default(1),
    ...timestamps,
  },
  (table) => [index("addresses_user").on(table.userId, table.id)],
);
