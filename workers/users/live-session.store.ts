import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { sessions } from "#db/users/schema";

/** Matches a session of this user that goes on; `nowMs` may be the database's own clock. */
export const isGoing = (userId: string, sessionId: string, nowMs: number | SQL<number>) =>
  and(
    eq(sessions.id, sessionId),
    eq(sessions.userId, userId),
    isNull(sessions.endedAt),
    gt(sessions.expiresAt, nowMs),
  );

/** Whether a session of this user goes on, for a statement that depends on it. */
export const goesOn = (userId: string, sessionId: string, nowMs: number | SQL<number>): SQL =>
  sql`exists (select 1 from ${sessions} where ${isGoing(userId, sessionId, nowMs)})`;
