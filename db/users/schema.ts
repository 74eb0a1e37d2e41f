import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { CHALLENGE_PURPOSES, CONSENT_PURPOSES } from "#contract/users";
import { idempotencyTable, outboxTable, timestamps } from "#db/columns";
import type { Role } from "#kernel/actor";

export const outbox = outboxTable();
/** The answers in here are sealed: some hold tokens, most hold a person's data. */
export const idempotencyKeys = idempotencyTable({ byResource: true });

/** One row per account. The address is in its canonical form, so that one mailbox is one account. */
export const users = sqliteTable(
  "users",
  {
    id: text("id").primaryKey(),
    email: text("email").notNull().unique(),
    name: text("name").notNull(),
    /** PHC string; see workers/users/passwords/passwords.service.ts. */
    passwordHash: text("password_hash").notNull(),
    roles: text("roles", { mode: "json" }).$type<Role[]>().notNull(),
    emailVerifiedAt: integer("email_verified_at"),
    /** Set when an admin suspends the account: no one can sign in. */
    disabledAt: integer("disabled_at"),
    /** When the sweep learned that the account has an order; only of unverified accounts. */
    orderedAt: integer("ordered_at"),
    /** Device tokens issued before this moment are void; null while none has been revoked. */
    devicesFrom: integer("devices_from"),
    /** Grows with each change, so that a change is made to what was read. */
    version: integer("version").notNull().default(1),
    ...timestamps,
  },
  (table) => [
    check("users_roles", sql`json_array_length(${table.roles}) > 0`),
    index("users_unproved")
      .on(table.createdAt)
      .where(sql`email_verified_at is null and ordered_at is null`),
  ],
);

/** Why a session can end before its time. */
export const END_REASONS = [
  "logout",
  "refresh_reused",
  "revoked",
  "password_changed",
  "password_reset",
  "email_changed",
  "roles_changed",
  "disabled",
] as const;

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
    endReason: text("end_reason", { enum: END_REASONS }),
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
    /** When it was first presented again because its answer was lost. */
    repeatedAt: integer("repeated_at"),
  },
  (table) => [
    index("refresh_tokens_of_session").on(table.sessionId, table.usedAt),
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
    isDefaultShipping: integer("is_default_shipping", { mode: "boolean" }).notNull().default(false),
    isDefaultBilling: integer("is_default_billing", { mode: "boolean" }).notNull().default(false),
    version: integer("version").notNull().default(1),
    ...timestamps,
  },
  (table) => [
    index("addresses_user").on(table.userId, table.id),
    uniqueIndex("addresses_default_shipping").on(table.userId).where(sql`is_default_shipping = 1`),
    uniqueIndex("addresses_default_billing").on(table.userId).where(sql`is_default_billing = 1`),
  ],
);

/** The second steps that a user has switched on; no row, none. */
export const secondFactors = sqliteTable("second_factors", {
  userId: text("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** A code by mail. */
  emailAt: integer("email_at"),
  /** The authenticator app's secret, sealed; see workers/users/replay/encryption.rules.ts. */
  totpSecret: text("totp_secret"),
  /** Until then it is only offered: a first code has to prove that the app has it. */
  totpConfirmedAt: integer("totp_confirmed_at"),
  /** The time step (RFC 6238) of the last code that was taken; none up to it is taken again. */
  totpPeriod: integer("totp_step"),
  ...timestamps,
});

/** Codes for users who have lost the second factor, each valid once; keyed hashes. */
export const recoveryCodes = sqliteTable(
  "recovery_codes",
  {
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    hash: text("hash").notNull(),
    usedAt: integer("used_at"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.hash] })],
);

/**
 * Links and codes that were sent. Their secret is derived from the id and a key that is not in the
 * database, so that a mail can be written again, and only a link's SHA-256 is kept to find it by.
 */
export const challenges = sqliteTable(
  "challenges",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    purpose: text("purpose", { enum: CHALLENGE_PURPOSES }).notNull(),
    /** The address that it proves; it is worth nothing once the account has another. */
    email: text("email").notNull(),
    /** Of a change of address: the one before. */
    formerEmail: text("former_email"),
    /** Null where the secret is a code of six digits, which no hash would hide. */
    tokenHash: text("token_hash").unique(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    /** Used, or replaced by a newer one. */
    endedAt: integer("ended_at"),
    /** Wrong codes so far. */
    tries: integer("tries").notNull().default(0),
  },
  (table) => [
    check("challenges_tries", sql`${table.tries} between 0 and 5`),
    index("challenges_open").on(table.userId, table.purpose).where(sql`ended_at is null`),
    index("challenges_expires").on(table.expiresAt),
  ],
);

/**
 * Erasure notices: the encrypted address of an erased account, deleted when the notice is sent or after
 * a day. Without the notice an owner would not learn that another person has erased the account.
 */
export const erasureNotices = sqliteTable(
  "farewells",
  {
    userId: text("user_id").primaryKey(),
    email: text("email").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("farewells_created").on(table.createdAt)],
);

/** What people have consented to and taken back, in the order they said so; rows are only added. */
export const consents = sqliteTable(
  "consents",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    purpose: text("purpose", { enum: CONSENT_PURPOSES }).notNull(),
    granted: integer("granted", { mode: "boolean" }).notNull(),
    source: text("source").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("consents_user").on(table.userId, table.purpose, table.createdAt)],
);

/**
 * Acts of staff and what happened to accounts. Rows are only added, outlive the account (they hold ids
 * and no personal data) and name no address. `status` of an act is what it was answered with, and null
 * where that was never learnt. Acts that a stranger can repeat at will are one row an hour with a count;
 * see workers/users/audit/audit.store.ts.
 */
export const auditEntries = sqliteTable(
  "audit_entries",
  {
    id: text("id").primaryKey(),
    at: integer("at").notNull(),
    /** Null if the actor is not signed in. */
    actorId: text("actor_id"),
    /** Such as `sign_in.failed`, or the method and path of an act of staff. */
    act: text("act").notNull(),
    /** The id of whom or what it was done to, where it is one thing. */
    subject: text("subject"),
    status: integer("status"),
    requestId: text("request_id").notNull(),
    /** How many equal acts the row stands for; `at` and `requestId` are of the first one. */
    count: integer("count").notNull().default(1),
    /** Actor, act, subject and hour of a row that counts; null where each act has a row of its own. */
    windowKey: text("window_key"),
  },
  (table) => [
    uniqueIndex("audit_window").on(table.windowKey),
    index("audit_at").on(table.at, table.id),
    index("audit_actor").on(table.actorId, table.at),
    index("audit_subject").on(table.subject, table.at),
  ],
);
