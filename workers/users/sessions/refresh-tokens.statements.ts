import { and, eq, lt, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { auditEntries, refreshTokens, sessions } from "#db/users/schema";
import { currentTrace } from "#kernel/call";
import { newId } from "#kernel/ids";
import { windowKeyOf } from "#users/audit/audit.statements";
import { REPEATS } from "./rotation.rules";

/** The maximum number of used tokens of a session: more than one every five minutes for two weeks. */
export const USED_TOKENS_MAX = 5_000;

/** Counts the used tokens of a session that were recently sent again. */
export const repeatsOf = (sessionId: SQL | string, nowMs: number) => sql<number>`(
  select count(*) from ${refreshTokens} repeated
  where repeated.session_id = ${sessionId} and repeated.repeated_at > ${nowMs - REPEATS.perMs})`;

/**
 * Deletes the oldest used tokens of a session above the maximum number. Used tokens are stored to detect
 * their reuse.
 */
export const deleteUsedBeyondBound = ({ db }: { db: Database }, sessionId: string) => {
  const ofSession = eq(refreshTokens.sessionId, sessionId);
  const newest = sql`(select used_at from ${refreshTokens}
    where ${ofSession} and used_at is not null
    order by used_at desc limit 1 offset ${USED_TOKENS_MAX - 1})`;
  return db.write.delete(refreshTokens).where(and(ofSession, lt(refreshTokens.usedAt, newest)));
};

/** Inserts the audit entry of a sign-out for each session that the statement selects. */
export const insertSignOut = ({ db }: { db: Database }, ending: SQL | undefined, nowMs: number) => {
  const { requestId } = currentTrace();
  const act = "session.signed_out";
  const windowKey = windowKeyOf({ actorId: sql`${sessions.userId}`, act, nowMs });
  return db.write.run(sql`
    insert into ${auditEntries} (id, at, actor_id, act, subject, request_id, window_key)
    select ${newId("audit", nowMs)}, ${nowMs}, ${sessions.userId}, ${act}, ${sessions.id}, ${requestId}, ${windowKey}
    from ${sessions} where ${ending}
    on conflict (window_key) do update set count = count + 1`);
};
