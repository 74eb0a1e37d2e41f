import { inArray, lt, or, sql } from "drizzle-orm";
import { type Database, rowsChanged } from "#db/client";
import {
  auditEntries,
  challenges,
  farewells,
  idempotencyKeys,
  refreshTokens,
  sessions,
} from "#db/users/schema";
import { ANSWER_KEPT_MS } from "#kernel/idempotency";
import { IDLE_MAX_MS } from "./rotation";

/** Rows of each kind that one sweep deletes, so that its batch stays short. */
const ROWS_MAX = 500;
const DAY_MS = 24 * 60 * 60 * 1000;
/** The mail about a move of address is written from its challenge, as long as its event may come again. */
const CHALLENGES_KEPT_MS = 14 * DAY_MS;
/** Longer than a mail is tried for; see DOUBT_MS of the notifications. */
const FAREWELLS_KEPT_MS = DAY_MS;
/** A year, and a month to look back at it. */
const AUDIT_KEPT_MS = 400 * DAY_MS;

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
    const used = db.write
      .select({ id: challenges.id })
      .from(challenges)
      .where(lt(challenges.expiresAt, nowMs - CHALLENGES_KEPT_MS))
      .limit(ROWS_MAX);
    const noted = db.write
      .select({ id: auditEntries.id })
      .from(auditEntries)
      .where(lt(auditEntries.at, nowMs - AUDIT_KEPT_MS))
      .limit(ROWS_MAX);
    const unsaid = db.write
      .select({ userId: farewells.userId })
      .from(farewells)
      .where(lt(farewells.createdAt, nowMs - FAREWELLS_KEPT_MS))
      .limit(ROWS_MAX);
    const [answersGone, tokensGone, sessionsGone, challengesGone, entriesGone, farewellsGone] =
      await db.write.batch([
        db.write.delete(idempotencyKeys).where(inArray(sql`rowid`, answers)),
        db.write.delete(refreshTokens).where(inArray(refreshTokens.hash, tokens)),
        db.write.delete(sessions).where(inArray(sessions.id, over)),
        db.write.delete(challenges).where(inArray(challenges.id, used)),
        db.write.delete(auditEntries).where(inArray(auditEntries.id, noted)),
        db.write.delete(farewells).where(inArray(farewells.userId, unsaid)),
      ]);
    return {
      answersPruned: rowsChanged(answersGone),
      tokensPruned: rowsChanged(tokensGone),
      sessionsPruned: rowsChanged(sessionsGone),
      challengesPruned: rowsChanged(challengesGone),
      auditPruned: rowsChanged(entriesGone),
      farewellsPruned: rowsChanged(farewellsGone),
    };
  },
});
