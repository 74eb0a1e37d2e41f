import { and, eq, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { type Database, rowsChanged } from "#db/client";
import {
  auditEntries,
  challenges,
  erasureNotices,
  idempotencyKeys,
  refreshTokens,
  sessions,
} from "#db/users/schema";
import { ANSWER_KEPT_MS } from "#kernel/mutations/idempotency";
import { IDLE_MAX_MS } from "#users/sessions/rotation.rules";

/** The maximum number of rows of each table that one sweep deletes, so that its batch stays short. */
const ROWS_MAX = 500;
const DAY_MS = 24 * 60 * 60 * 1000;
/**
 * How long an expired challenge is kept. Mails about a change of address need the challenge as long as
 * their event may be delivered again.
 */
const CHALLENGES_KEPT_MS = 14 * DAY_MS;
/**
 * How long an expired challenge of a sign-in is kept. Its code is valid for ten minutes, and not mailed
 * later.
 */
const SIGN_INS_KEPT_MS = DAY_MS;
/** How long an erasure notice is kept: longer than its mail is retried; see DOUBT_MS in notifications. */
const ERASURE_NOTICES_KEPT_MS = DAY_MS;
/** How long an audit entry is kept: a year, and a month to review it. */
const AUDIT_KEPT_MS = 400 * DAY_MS;

/** Deletes expired rows. */
export const retentionStore = ({ db }: { db: Database }) => {
  /** Deletes expired rows of a table, up to `ROWS_MAX`. */
  const prune = (table: SQLiteTable, isOver: SQL | undefined) => {
    const some = db.write.select({ rowid: sql`rowid` }).from(table).where(isOver).limit(ROWS_MAX);
    return db.write.delete(table).where(inArray(sql`rowid`, some));
  };

  return {
    /**
     * Deletes expired rows of each table, up to `ROWS_MAX`. Returns the number of deleted rows for each
     * table.
     */
    async prune(nowMs: number) {
      const goneMs = nowMs - IDLE_MAX_MS;
      const [answers, tokens, over, used, entries, unsent] = await db.write.batch([
        prune(idempotencyKeys, lt(idempotencyKeys.createdAt, nowMs - ANSWER_KEPT_MS)),
        prune(refreshTokens, lt(refreshTokens.usedAt, goneMs)),
        prune(sessions, or(lt(sessions.endedAt, goneMs), lt(sessions.expiresAt, nowMs))),
        prune(
          challenges,
          or(
            lt(challenges.expiresAt, nowMs - CHALLENGES_KEPT_MS),
            and(
              eq(challenges.purpose, "sign_in"),
              lt(challenges.expiresAt, nowMs - SIGN_INS_KEPT_MS),
            ),
          ),
        ),
        prune(auditEntries, lt(auditEntries.at, nowMs - AUDIT_KEPT_MS)),
        prune(erasureNotices, lt(erasureNotices.createdAt, nowMs - ERASURE_NOTICES_KEPT_MS)),
      ]);
      return {
        answersPruned: rowsChanged(answers),
        tokensPruned: rowsChanged(tokens),
        sessionsPruned: rowsChanged(over),
        challengesPruned: rowsChanged(used),
        auditPruned: rowsChanged(entries),
        erasureNoticesPruned: rowsChanged(unsent),
      };
    },
  };
};
