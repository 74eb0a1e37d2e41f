import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { sessions } from "#db/users/schema";

/** Matches an active session of this user. `nowMs` may be the database's own clock. */
export const isActive = (userId: string, sessionId: string, nowMs: number | SQL<number>) =>
  and(
    eq(sessions.id, sessionId),
    eq(sessions.userId, userId),
    isNull(sessions.endedAt),
    gt(sessions.expiresAt, nowMs),
  );

/** Holds while this session of this user is active, as a condition of another statement. */
export const activeSession = (
  userId: string,
  sessionId: string,
  nowMs: number | SQL<number>,
): SQL => sql`exists (select 1 from ${sessions} where ${isActive(userId, sessionId, nowMs)})`;
