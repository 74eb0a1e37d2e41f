import { inArray, lt, or, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { idempotencyKeys, outbox, refreshTokens, sessions } from "#db/users/schema";
import { ANSWER_KEPT_MS } from "#kernel/idempotency";
import { IDLE_MAX_MS } from "./rotation";

/** Rows of each kind that one sweep deletes, so that its batch stays short. */
const ROWS_MAX = 500;
const OUTBOX_KEPT_MS = 14 * 24 * 60 * 60 * 1000;

/** What nothing can ask for any more. */
export const retentionStore = ({ db }: { db: Database }) => ({
  /** Deletes it, a bounded number of rows at a time. Answers how many of each kind went. */
  async prune(nowMs: number) {
    const goneMs = nowMs - IDLE_MAX_MS;
    const answers = db.write
      .select({ rowid: sql`rowid` })
      .from(idempotencyKeys)
      .where(lt(idempotencyKeys.createdAt, nowMs - ANSWER_KEPT_MS))
      .limit(ROWS_MAX);
    const tokens = db.write
      .select({ hash: refreshTokens.hash })
      .from(refreshTokens)
      .where(lt(refreshTokens.usedAt, goneMs))
      .limit(ROWS_MAX);
    const over = db.write
      .select({ id: sessions.id })
      .from(sessions)
      .where(or(lt(sessions.endedAt, goneMs), lt(sessions.expiresAt, nowMs)))
      .limit(ROWS_MAX);
    const heard = db.write
      .select({ id: outbox.id })
      .from(outbox)
      .where(lt(outbox.acknowledgedAt, nowMs - OUTBOX_KEPT_MS))
      .limit(ROWS_MAX);
    const [answersGone, tokensGone, sessionsGone, eventsGone] = await db.write.batch([
      db.write.delete(idempotencyKeys).where(inArray(sql`rowid`, answers)),
      db.write.delete(refreshTokens).where(inArray(refreshTokens.hash, tokens)),
      db.write.delete(sessions).where(inArray(sessions.id, over)),
      db.write.delete(outbox).where(inArray(outbox.id, heard)),
    ]);
    return {
      answersPruned: answersGone.rowsAffected,
      tokensPruned: tokensGone.rowsAffected,
      sessionsPruned: sessionsGone.rowsAffected,
      eventsPruned: eventsGone.rowsAffected,
    };
  },
});
