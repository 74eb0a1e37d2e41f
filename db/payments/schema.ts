import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import {
  DISPUTE_STATES,
  type NextAction,
  PAYMENT_PROVIDERS,
  PAYMENT_STATES,
  PaymentMethod,
  REFUND_ORIGINS,
  REFUND_REASONS,
  REFUND_STATES,
} from "#contract/payments";
import { inboxTable, outboxTable, timestamps } from "#db/columns";
import { BREAK_KINDS } from "#payments/breaks.contract";

export const outbox = outboxTable({ bySubject: true });
export const inbox = inboxTable();

/**
 * One row per attempt to pay for an order: the request to a payment provider, and the provider's answer. A
 * row is committed before the provider is called, so `pending` means that a call may have been made. An
 * attempt that ends before its payment also has a row, `cancelled` with the currency XXX, which blocks a
 * later payment. Rows that end without money are deleted after a week.
 */
export const payments = sqliteTable(
  "payments",
  {
    id: text("id").primaryKey(),
    orderId: text("order_id").notNull(),
    /** The number of the attempt within its order, from 1. Part of the provider's idempotency keys. */
    attempt: integer("attempt").notNull(),
    /** What the attempt pays: 1 for the order as placed, 2 and higher for the differences of later edits. */
    charge: integer("charge").notNull().default(1),
    orderNumber: text("order_number").notNull(),
    provider: text("provider", { enum: PAYMENT_PROVIDERS }).notNull(),
    method: text("method", { enum: ["none", ...PaymentMethod.options] }).notNull(),
    state: text("state", { enum: PAYMENT_STATES }).notNull(),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency").notNull(),
    capturedMinor: integer("captured_minor").notNull().default(0),
    /** The wanted part of an amount that its provider captures as a whole; null without one. */
    capturePartMinor: integer("capture_part_minor"),
    /** The sum of the refunds that are pending or succeeded. */
    refundedMinor: integer("refunded_minor").notNull().default(0),
    /** The provider's id of the payment; null until the provider has answered. */
    providerRef: text("provider_ref").unique(),
    nextAction: text("next_action", { mode: "json" }).$type<NextAction | null>(),
    failureCode: text("failure_code"),
    attemptedAt: integer("attempted_at").notNull(),
    /**
     * The payment method's token, kept until the provider's answer is known, so that the same call can be
     * repeated.
     */
    token: text("token"),
    returnUrl: text("return_url"),
    /** The provider's id of the paying account, and how it pays; kept as long as the token. */
    customerRef: text("customer_ref"),
    saveMethod: integer("save_method", { mode: "boolean" }).notNull().default(false),
    offSession: integer("off_session", { mode: "boolean" }).notNull().default(false),
    /** Whether the card must be checked before the first attempt: true if any card was paused at the insert. */
    cardUnchecked: integer("card_unchecked", { mode: "boolean" }).notNull().default(false),
    /**
     * If the payment was refused because its card was paused: the end of that pause, in epoch milliseconds.
     */
    pausedUntil: integer("paused_until"),
    /** Incremented by each move. A move fails if this number has changed since the row was read. */
    sequence: integer("sequence").notNull(),
    /**
     * When the sweep reads an open payment at the provider, or deletes a payment that ended without money.
     */
    checkAfter: integer("check_after").notNull(),
    /** When the captured amount was found equal to the provider's. */
    reconciledAt: integer("reconciled_at"),
    ...timestamps,
  },
  (table) => [
    check("payments_amount", sql`${table.amountMinor} >= 0`),
    check("payments_captured", sql`${table.capturedMinor} between 0 and ${table.amountMinor}`),
    check("payments_refunded", sql`${table.refundedMinor} between 0 and ${table.capturedMinor}`),
    uniqueIndex("payments_attempt").on(table.orderId, table.attempt),
    // At most one attempt of each charge can hold or take money.
    uniqueIndex("payments_living")
      .on(table.orderId, table.charge)
      .where(sql`state not in ('failed', 'cancelled')`),
    index("payments_undecided")
      .on(table.checkAfter)
      .where(sql`state in ('pending', 'requires_action', 'processing', 'authorized')`),
    index("payments_awaiting_money").on(table.state).where(sql`state = 'awaiting_money'`),
    index("payments_succeeded").on(table.state).where(sql`state = 'succeeded'`),
    index("payments_unreconciled")
      .on(table.provider, table.id)
      .where(sql`state = 'succeeded' and reconciled_at is null`),
    index("payments_ended").on(table.checkAfter).where(sql`state in ('cancelled', 'failed')`),
  ],
);

/**
 * One row per refund. A row is committed before the provider is called, with its amount added to the
 * payment's `refunded_minor`, whose CHECK bounds the sum. A refund that fails subtracts its amount again. A
 * refund that began at the provider has an id derived from the provider's.
 */
export const refunds = sqliteTable(
  "refunds",
  {
    id: text("id").primaryKey(),
    paymentId: text("payment_id")
      .notNull()
      .references(() => payments.id),
    orderId: text("order_id").notNull(),
    attempt: integer("attempt").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency").notNull(),
    state: text("state", { enum: REFUND_STATES }).notNull(),
    failureCode: text("failure_code"),
    origin: text("origin", { enum: REFUND_ORIGINS }).notNull(),
    reason: text("reason", { enum: REFUND_REASONS }),
    /** The provider's id of the refund; null until the provider has answered. */
    providerRef: text("provider_ref").unique(),
    /** Incremented by each move. A move fails if this number has changed since the row was read. */
    sequence: integer("sequence").notNull(),
    /** When the sweep asks the provider about a pending refund. */
    checkAfter: integer("check_after").notNull(),
    /** When the refund was found equal to the provider's. */
    reconciledAt: integer("reconciled_at"),
    ...timestamps,
  },
  (table) => [
    check("refunds_amount", sql`${table.amountMinor} > 0`),
    index("refunds_order").on(table.orderId),
    index("refunds_payment").on(table.paymentId),
    index("refunds_pending").on(table.checkAfter).where(sql`state = 'pending'`),
    index("refunds_failed").on(table.updatedAt).where(sql`state = 'failed'`),
    index("refunds_unreconciled")
      .on(table.id)
      .where(sql`state != 'failed' and provider_ref is not null and reconciled_at is null`),
  ],
);

/**
 * The provider's record of an account, which keeps its saved cards. The row of an erased account stays
 * without the provider's id, so that a late payment creates no other record.
 */
export const customers = sqliteTable("customers", {
  userId: text("user_id").primaryKey(),
  providerRef: text("provider_ref").unique(),
  erasedAt: integer("erased_at"),
  createdAt: integer("created_at").notNull(),
});

/** One row per dispute of a payment. Its id is derived from the provider's. */
export const disputes = sqliteTable(
  "disputes",
  {
    id: text("id").primaryKey(),
    paymentId: text("payment_id")
      .notNull()
      .references(() => payments.id),
    orderId: text("order_id").notNull(),
    attempt: integer("attempt").notNull(),
    providerRef: text("provider_ref").notNull().unique(),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency").notNull(),
    state: text("state", { enum: DISPUTE_STATES }).notNull(),
    reason: text("reason").notNull(),
    /** Until when the shop may send evidence, in epoch milliseconds. */
    dueBy: integer("due_by"),
    /** Incremented by each move. A move fails if this number has changed since the row was read. */
    sequence: integer("sequence").notNull(),
    ...timestamps,
  },
  (table) => [
    check("disputes_amount", sql`${table.amountMinor} >= 0`),
    index("disputes_order").on(table.orderId),
    index("disputes_age").on(table.createdAt, table.id),
    index("disputes_open").on(table.id).where(sql`state = 'opened'`),
  ],
);

/**
 * How far the lists of each provider are read: the beginning of the current window, the place of the next
 * page, and when to continue. A claim postpones `due_at`, so that two sweeps never read the same page.
 */
export const reconciliations = sqliteTable("reconciliations", {
  /** The provider and its list, such as `stripe:refunds`. */
  feed: text("feed").primaryKey(),
  sinceMs: integer("since_ms").notNull(),
  after: text("after"),
  dueAt: integer("due_at").notNull(),
});

/**
 * Differences between a provider's records and the shop's, and between orders and their payments. The id is
 * derived from what differs, so that each is found once. Rows are deleted 400 days after they were found.
 */
export const breaks = sqliteTable(
  "breaks",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: BREAK_KINDS }).notNull(),
    provider: text("provider", { enum: PAYMENT_PROVIDERS }).notNull(),
    /** The provider's id of what differs; the order's id if an order differs from its payments. */
    providerRef: text("provider_ref").notNull(),
    /** The shop's payment; null if the shop has none. */
    paymentId: text("payment_id"),
    orderId: text("order_id"),
    /** The two amounts, in the minor units of the currency. */
    ownMinor: integer("own_minor").notNull(),
    providerMinor: integer("provider_minor").notNull(),
    currency: text("currency").notNull(),
    foundAt: integer("found_at").notNull(),
    resolvedAt: integer("resolved_at"),
    /** The id of the account or API key that resolved it, or `reconciliation` if both agree again. */
    resolvedBy: text("resolved_by"),
    note: text("note"),
    /** Whether staff accept these amounts: the break is then found again with other amounts only. */
    accepted: integer("accepted", { mode: "boolean" }).notNull().default(false),
    /** Incremented by each change. A change fails if this number has changed since the row was read. */
    sequence: integer("sequence").notNull().default(1),
  },
  (table) => [
    index("breaks_found").on(table.foundAt),
    index("breaks_open").on(table.foundAt, table.id).where(sql`resolved_at is null`),
    index("breaks_resolved").on(table.foundAt, table.id).where(sql`resolved_at is not null`),
    index("breaks_subject").on(table.providerRef),
  ],
);

/**
 * The number of declined payments of a card, by a keyed digest of the provider's fingerprint. Rows are deleted
 * a week after the last decline, when every pause has ended.
 */
export const declinedCards = sqliteTable(
  "declined_cards",
  {
    digest: text("digest").primaryKey(),
    declines: integer("declines").notNull(),
    /** The end of the card's pause, in epoch milliseconds; 0 if the card was never paused. */
    pausedUntil: integer("paused_until").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [
    index("declined_cards_paused").on(table.pausedUntil),
    index("declined_cards_expired").on(table.expiresAt),
  ],
);
