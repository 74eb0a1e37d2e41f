import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { NextAction } from "#contract/payments";
import { inboxTable, outboxTable, timestamps } from "#db/columns";

export const outbox = outboxTable();
export const inbox = inboxTable();

/**
 * One row per order: what was asked of a provider and what it answered. It is committed before
 * the provider is called, so a row that is `pending` says that a call may have happened. An order that
 * ended before it was ever paid has a row too, `cancelled` with attempt 0, so that no payment can come. Rows
 * that ended without money are deleted after a week.
 */
export const payments = sqliteTable(
  "payments",
  {
    id: text("id").primaryKey(),
    orderId: text("order_id").notNull().unique(),
    orderNumber: text("order_number").notNull(),
    provider: text("provider", { enum: ["none", "stripe"] }).notNull(),
    method: text("method").notNull(),
    state: text("state", {
      enum: [
        "pending",
        "requires_action",
        "processing",
        "authorized",
        "succeeded",
        "failed",
        "cancelled",
      ],
    }).notNull(),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency").notNull(),
    capturedMinor: integer("captured_minor").notNull().default(0),
    /** The provider's own id of it, once that is known. */
    providerRef: text("provider_ref").unique(),
    nextAction: text("next_action", { mode: "json" }).$type<NextAction | null>(),
    failureCode: text("failure_code"),
    /** Part of the provider's idempotency key; 0 when nothing was ever asked. */
    attempt: integer("attempt").notNull(),
    attemptedAt: integer("attempted_at").notNull(),
    /** Kept only until the provider's answer is known: the same call can then be made again. */
    token: text("token"),
    returnUrl: text("return_url"),
    /** Whether a card was paused when the row was written, so that this one is looked up before its first try. */
    cardUnchecked: integer("card_unchecked", { mode: "boolean" }).notNull().default(false),
    /** Until when its card is paused, for a payment that was refused because of that. */
    pausedUntil: integer("paused_until"),
    /** Grows with each move, and each move compares it. */
    sequence: integer("sequence").notNull(),
    /** When the sweep asks the provider, or deletes what ended without money, unless something happens before. */
    checkAfter: integer("check_after").notNull(),
    ...timestamps,
  },
  (table) => [
    check("payments_amount", sql`${table.amountMinor} >= 0`),
    check("payments_captured", sql`${table.capturedMinor} between 0 and ${table.amountMinor}`),
    index("payments_undecided")
      .on(table.checkAfter)
      .where(sql`state in ('pending', 'requires_action', 'processing', 'authorized')`),
    index("payments_ended").on(table.checkAfter).where(sql`state in ('cancelled', 'failed')`),
  ],
);

/**
 * Declined payments of a card, by a keyed digest of the provider's fingerprint of it. Rows are deleted a
 * week after the last decline, when every pause has ended.
 */
export const declinedCards = sqliteTable(
  "declined_cards",
  {
    digest: text("digest").primaryKey(),
    declines: integer("declines").notNull(),
    /** Epoch milliseconds; 0 when the card was never paused. */
    pausedUntil: integer("paused_until").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [
    index("declined_cards_paused").on(table.pausedUntil),
    index("declined_cards_expired").on(table.expiresAt),
  ],
);
