import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { sessions } from "#db/users/schema";

/** SQL that selects this session of this user if it is active. `nowMs` may be the database's own clock. */
export const isActive = (userId: string, sessionId: string, nowMs: number | SQL<number>) =>
  and(
    eq(sessions.id, sessionId),
    eq(sessions.userId, userId),
    isNull(sessions.endedAt),
    gt(sessions.expiresAt, nowMs),
  );

/** SQL condition for other statements: this session of this user is active. */
export const activeSession = (
  userId: string,
  sessionId: string,
  nowMs: number | SQL<number>,
): SQL => sql`exists (select 1 from ${sessions} where ${isActive(userId, sessionId, nowMs)})`;
