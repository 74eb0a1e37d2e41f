import { and, desc, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { refreshTokens, sessions } from "#db/users/schema";
import type { END_REASONS } from "#users/sessions/end-reasons.contract";
import { SURPLUS_AT_ONCE } from "#users/surplus.rules";

/** A new session with the hash of its first refresh token. */
export interface NewSession {
  id: string;
  userId: string;
  device: string | null;
  tokenHash: string;
  nowMs: number;
  expiresAt: number;
}

interface EndedSessions {
  userId: string;
  /** The id of the one session that stays active. */
  except?: string;
  reason: (typeof END_REASONS)[number];
  nowMs: number;
}

/** The maximum number of sessions of an account, including ended ones. */
export const SESSIONS_MAX = 100;

/**
 * Deletes an account's sessions above the maximum number: ended sessions first, then those unused for
 * longest.
 */
const deleteBeyondBound = ({ db }: { db: Database }, userId: string): Statement => {
  const surplus = db.write
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(sql`${sessions.endedAt} is not null`, desc(sessions.lastUsedAt), desc(sessions.id))
    .limit(SURPLUS_AT_ONCE)
    .offset(SESSIONS_MAX);
  return db.write.delete(sessions).where(inArray(sessions.id, surplus));
};

/** Inserts a session with its first refresh token, as part of the batch of a sign-in or registration. */
export const insertSession = (
  deps: { db: Database },
  { id, userId, device, tokenHash, nowMs, expiresAt }: NewSession,
): Statement[] => [
  deps.db.write
    .insert(sessions)
    .values({ id, userId, device, createdAt: nowMs, lastUsedAt: nowMs, expiresAt }),
  deps.db.write.insert(refreshTokens).values({ hash: tokenHash, sessionId: id, createdAt: nowMs }),
  deleteBeyondBound(deps, userId),
];

/** Ends all sessions of an account, or all but one, as part of a larger batch. */
export const endSessions = (
  { db }: { db: Database },
  { userId, except, reason, nowMs }: EndedSessions,
): Statement =>
  db.write
    .update(sessions)
    .set({ endedAt: nowMs, endReason: reason })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.endedAt),
        except === undefined ? undefined : ne(sessions.id, except),
      ),
    );
