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
import { CHALLENGE_PURPOSES } from "#contract/users";
import { idempotencyTable, outboxTable, timestamps } from "#db/columns";
import type { Role } from "#kernel/actor";
import { API_KEY_KINDS, type Scope } from "#kernel/api-key";
import { CONSENT_PURPOSES } from "#users/consent-purposes.contract";
import { END_REASONS } from "#users/sessions/end-reasons.contract";

export const outbox = outboxTable();
/** Stored answers. They are encrypted, because some contain tokens and most contain personal data. */
export const idempotencyKeys = idempotencyTable({ byResource: true });

/** One row per account. The e-mail address is in canonical form, so that one mailbox has one account. */
export const users = sqliteTable(
  "users",
  {
    id: text("id").primaryKey(),
    email: text("email").notNull().unique(),
    name: text("name").notNull(),
    /** The password hash as a PHC string; see workers/users/passwords/passwords.service.ts. */
    passwordHash: text("password_hash").notNull(),
    roles: text("roles", { mode: "json" }).$type<Role[]>().notNull(),
    emailVerifiedAt: integer("email_verified_at"),
    /** When an admin suspended the account. A suspended account cannot sign in. */
    disabledAt: integer("disabled_at"),
    /** When the sweep found an order of the account; only set for unverified accounts. */
    orderedAt: integer("ordered_at"),
    /** Device tokens issued before this time are revoked; null if none was revoked. */
    devicesFrom: integer("devices_from"),
    /** The phone that gets SMS, in the form E.164, and since when its owner agrees; null without a consent. */
    smsPhone: text("sms_phone"),
    smsSince: integer("sms_since"),
    /** Increases with each change of the account. A change fails if this number is not the one that was read. */
    version: integer("version").notNull().default(1),
    ...timestamps,
  },
  (table) => [
    check("users_roles", sql`json_array_length(${table.roles}) > 0`),
    index("users_sms_phone").on(table.smsPhone).where(sql`sms_phone is not null`),
    index("users_unproved")
      .on(table.createdAt)
      .where(sql`email_verified_at is null and ordered_at is null`),
  ],
);

/** One row per sign-in: a family of refresh tokens that expires and is revoked as a whole. */
export const sessions = sqliteTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** The User-Agent of the sign-in, shortened. */
    device: text("device"),
    createdAt: integer("created_at").notNull(),
    lastUsedAt: integer("last_used_at").notNull(),
    /** The time at which the session expires, however often it is used. */
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
 * Each refresh token of a session, as its SHA-256: 256 random bits need no slow hash. The one unused token
 * of a session is the active one. Used tokens stay in the table, so that their reuse by a thief is
 * detected.
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
    /** When the token was first sent again because the answer to its first use was lost. */
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

/** The second factors that a user has enabled; no row if none. */
export const secondFactors = sqliteTable("second_factors", {
  userId: text("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** When second-factor codes by mail were enabled; null if they are not. */
  emailAt: integer("email_at"),
  /** The authenticator app's secret, encrypted; see workers/users/replay/encryption.rules.ts. */
  totpSecret: text("totp_secret"),
  /** When a first code proved that the app has the secret; null before that. */
  totpConfirmedAt: integer("totp_confirmed_at"),
  /**
   * The TOTP period (RFC 6238) of the last accepted code. No code of this or an earlier period is accepted.
   */
  totpPeriod: integer("totp_step"),
  ...timestamps,
});

/**
 * Keyed hashes of the recovery codes for users who have lost their second factor. Each code is valid once.
 */
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
 * Challenges: links and codes that were sent by mail. Their secret is derived from the id and a key that is
 * not in the database, so that a mail can be written again. Only a link's SHA-256 is stored, to find its
 * row.
 */
export const challenges = sqliteTable(
  "challenges",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    purpose: text("purpose", { enum: CHALLENGE_PURPOSES }).notNull(),
    /**
     * The e-mail address that the challenge proves. The challenge is invalid once the account has another
     * address.
     */
    email: text("email").notNull(),
    /** The previous e-mail address, for a change of address. */
    formerEmail: text("former_email"),
    /** The SHA-256 of a link's token. Null for a code of six digits, which a hash would not protect. */
    tokenHash: text("token_hash").unique(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    /** When the challenge was used, or replaced by a newer one. */
    endedAt: integer("ended_at"),
    /** The number of wrong codes. */
    tries: integer("tries").notNull().default(0),
  },
  (table) => [
    check("challenges_tries", sql`${table.tries} between 0 and 5`),
    index("challenges_open").on(table.userId, table.purpose).where(sql`ended_at is null`),
    index("challenges_expires").on(table.expiresAt),
  ],
);

/**
 * Erasure notices: the encrypted e-mail address of an erased account, deleted when the notice is sent or
 * after a day. Without the notice an owner would not learn that another person has erased the account.
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

/** Given and withdrawn consents, in order. Rows are added, never changed. */
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
 * API keys of programs, as their SHA-256: random bits need no slow hash. Revoked keys stay, so that the audit
 * can be read. They belong to the shop, so they outlive the account of the admin who made them.
 */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    kind: text("kind", { enum: API_KEY_KINDS }).notNull(),
    scopes: text("scopes", { mode: "json" }).$type<Scope[]>().notNull(),
    /** The first characters of the key, by which people recognise it. */
    prefix: text("prefix").notNull(),
    hash: text("hash").notNull().unique(),
    createdBy: text("created_by").notNull(),
    createdAt: integer("created_at").notNull(),
    lastUsedAt: integer("last_used_at"),
    revokedAt: integer("revoked_at"),
    expiresAt: integer("expires_at"),
  },
  (table) => [
    check("api_keys_kind", sql`${table.kind} in ('public', 'secret')`),
    check(
      "api_keys_scopes",
      sql`(json_array_length(${table.scopes}) > 0) = (${table.kind} = 'secret')`,
    ),
    index("api_keys_created").on(table.createdAt, table.id),
    index("api_keys_creator").on(table.createdBy),
  ],
);

/**
 * The audit log: acts of staff, and events of accounts. Rows are added, never changed, and outlive the
 * account. They hold ids and no personal data. `status` is the HTTP status of the answer to an act, and
 * null if the answer is unknown. Acts that a stranger can repeat have one row an hour with a count; see
 * workers/users/audit/audit.store.ts. `changed` names the changed members, without their values.
 */
export const auditEntries = sqliteTable(
  "audit_entries",
  {
    id: text("id").primaryKey(),
    at: integer("at").notNull(),
    /** Null if the actor is not signed in. */
    actorId: text("actor_id"),
    /** The act, such as `sign_in.failed`, or the method and path of an act of staff. */
    act: text("act").notNull(),
    /** The id of the account or object that the act changed, if it is one. */
    subject: text("subject"),
    status: integer("status"),
    requestId: text("request_id").notNull(),
    /** The number of equal acts that the row stands for. `at` and `requestId` belong to the first. */
    count: integer("count").notNull().default(1),
    changed: text("changed", { mode: "json" }).$type<string[]>(),
    /** Actor, act, subject and hour of a counted row; null if each act has its own row. */
    windowKey: text("window_key"),
  },
  (table) => [
    uniqueIndex("audit_window").on(table.windowKey),
    index("audit_at").on(table.at, table.id),
    index("audit_actor").on(table.actorId, table.at),
    index("audit_subject").on(table.subject, table.at),
  ],
);
