import { and, eq, gt, inArray, lte, sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { declinedCards } from "#db/payments/schema";
import { databaseNowMs } from "#kernel/sql";
import {
  CARD_PAUSE_MS,
  CARD_PAUSE_MS_MAX,
  DECLINES_FREE,
  DECLINES_KEPT_MS,
} from "./declined-cards.rules";

/** The exponent of the pause, bounded so that the shift cannot overflow before the longest pause applies. */
const EXPONENT_MAX = 20;

const { declines, expiresAt, pausedUntil } = declinedCards;

/** True while any card is paused, by the database's clock. A condition for another statement. */
export const anyCardPaused = sql<boolean>`exists (
  select 1 from ${declinedCards} where ${pausedUntil} > ${databaseNowMs})`;

/**
 * Counts one declined payment of a card, and pauses the card from the fifth one on. Counts only if the
 * preceding statement of the batch changed one row, so that a lost move counts nothing.
 */
export const countDeclineIfMoved = (db: Connection, digest: string) => {
  const counted = sql`case when ${expiresAt} <= ${databaseNowMs} then 1 else ${declines} + 1 end`;
  const exponent = sql`min(${counted} - ${DECLINES_FREE}, ${EXPONENT_MAX})`;
  const pauseMs = sql`min(${CARD_PAUSE_MS} * (1 << ${exponent}), ${CARD_PAUSE_MS_MAX})`;
  const until = sql`case when ${counted} < ${DECLINES_FREE} then 0 else ${databaseNowMs} + ${pauseMs} end`;
  const keptUntil = sql`${databaseNowMs} + ${DECLINES_KEPT_MS}`;
  return db
    .insert(declinedCards)
    .select(sql`select ${digest}, 1, 0, ${keptUntil} where changes() = 1`)
    .onConflictDoUpdate({
      target: declinedCards.digest,
      set: { declines: counted, pausedUntil: until, expiresAt: keptUntil },
    });
};

/** Selects until when a card is paused; no row if it may be charged. */
export const cardPause = (db: Connection, digest: string) =>
  db
    .select({ pausedUntil })
    .from(declinedCards)
    .where(and(eq(declinedCards.digest, digest), gt(pausedUntil, databaseNowMs)));

/** Deletes a bounded number of cards whose count and pause have ended. */
export const deleteExpiredCards = (db: Connection, limit: number) => {
  const expired = db
    .select({ digest: declinedCards.digest })
    .from(declinedCards)
    .where(lte(expiresAt, databaseNowMs))
    .limit(limit);
  return db.delete(declinedCards).where(inArray(declinedCards.digest, expired));
};
