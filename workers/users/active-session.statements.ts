import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { sessions } from "#db/users/schema";

/** Matches an active session of this user; `nowMs` may be the database's own clock. */
export const isGoing = (userId: string, sessionId: string, nowMs: number | SQL<number>) =>
  and(
    eq(sessions.id, sessionId),
    eq(sessions.userId, userId),
    isNull(sessions.endedAt),
    gt(sessions.expiresAt, nowMs),
  );

/** Tests for an active session of this user, as a condition of another statement. */
export const goesOn = (userId: string, sessionId: string, nowMs: number | SQL<number>): SQL =>
  sql`exists (select 1 from ${sessions} where ${isGoing(userId, sessionId, nowMs)})`;
