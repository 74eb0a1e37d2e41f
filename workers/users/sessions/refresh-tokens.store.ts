import { and, eq, inArray, isNull, lt, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database } from "#db/client";
import { auditEntries, refreshTokens, sessions, users } from "#db/users/schema";
import { currentTrace } from "#kernel/call";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import { guard } from "#kernel/mutations/guards";
import { expectChanges, raiseUnless } from "#kernel/sql";
import { insertAuditEntry, windowKeyOf } from "#users/audit/audit.store";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";
import { type Lineage, REPEATS } from "./rotation.rules";

/** The use of a token, with the hash of its successor. */
interface Rotation {
  sessionId: string;
  tokenHash: string;
  successorHash: string;
  nowMs: number;
}

/** Used tokens of a session: more than one every five minutes for two weeks. */
export const USED_TOKENS_MAX = 5_000;

const successors = alias(refreshTokens, "successors");

/** Counts the tokens of a session that were recently presented again. */
const repeatsOf = (sessionId: SQL | string, nowMs: number) => sql<number>`(
  select count(*) from ${refreshTokens} repeated
  where repeated.session_id = ${sessionId} and repeated.repeated_at > ${nowMs - REPEATS.perMs})`;

/** Deletes the oldest used tokens of a session beyond those that are stored to detect reuse. */
const usedBeyondBound = (db: Database, sessionId: string) => {
  const ofSession = eq(refreshTokens.sessionId, sessionId);
  const newest = sql`(select used_at from ${refreshTokens}
    where ${ofSession} and used_at is not null
    order by used_at desc limit 1 offset ${USED_TOKENS_MAX - 1})`;
  return db.write.delete(refreshTokens).where(and(ofSession, lt(refreshTokens.usedAt, newest)));
};

/** Inserts the audit entry of a sign-out for each of these sessions. */
const insertSignOut = (db: Database, ending: SQL | undefined, nowMs: number) => {
  const { requestId } = currentTrace();
  const act = "session.signed_out";
  const windowKey = windowKeyOf({ actorId: sql`${sessions.userId}`, act, nowMs });
  return db.write.run(sql`
    insert into ${auditEntries} (id, at, actor_id, act, subject, request_id, window_key)
    select ${newId("audit", nowMs)}, ${nowMs}, ${sessions.userId}, ${act}, ${sessions.id}, ${requestId}, ${windowKey}
    from ${sessions} where ${ending}
    on conflict (window_key) do update set count = count + 1`);
};

/** Refresh tokens: rotation, repeats and reuse. */
export const refreshTokensStore = ({
  outbox,
  ...deps
}: CommitDependencies & { outbox: Outbox }) => {
  const { db } = deps;

  return {
    /** Returns a token with its session, roles and successor, or undefined if the account is disabled. */
    async lineage(
      tokenHash: string,
      successorHash: string,
      nowMs: number,
    ): Promise<(Lineage & { userId: string }) | undefined> {
      const [row] = await db.read
        .select({
          sessionId: refreshTokens.sessionId,
          userId: users.id,
          roles: users.roles,
          usedAt: refreshTokens.usedAt,
          repeatedAt: refreshTokens.repeatedAt,
          repeats: repeatsOf(sql`${refreshTokens.sessionId}`, nowMs),
          successorHash: successors.hash,
          successorUsedAt: successors.usedAt,
          lastUsedAt: sessions.lastUsedAt,
          expiresAt: sessions.expiresAt,
          endReason: sessions.endReason,
        })
        .from(refreshTokens)
        .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
        .innerJoin(users, eq(users.id, sessions.userId))
        .leftJoin(successors, eq(successors.hash, successorHash))
        .where(and(eq(refreshTokens.hash, tokenHash), isNull(users.disabledAt)));
      if (!row) return undefined;
      const { lastUsedAt, expiresAt, endReason, successorUsedAt, ...rest } = row;
      const successor = row.successorHash === null ? null : { usedAt: successorUsedAt };
      return { ...rest, successor, session: { lastUsedAt, expiresAt, endReason } };
    },

    /**
     * Marks a token as used and inserts its successor, which is the same for concurrent requests.
     */
    async rotate({ sessionId, tokenHash, successorHash, nowMs }: Rotation, stored?: StoredAnswer) {
      const effect = [
        db.write
          .update(sessions)
          .set({ lastUsedAt: nowMs })
          .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt))),
        guard("session_ended", db.write.run(expectChanges())),
        db.write
          .update(refreshTokens)
          .set({ usedAt: nowMs })
          .where(and(eq(refreshTokens.hash, tokenHash), isNull(refreshTokens.usedAt))),
        db.write
          .insert(refreshTokens)
          .values({ hash: successorHash, sessionId, createdAt: nowMs })
          .onConflictDoNothing(),
        usedBeyondBound(db, sessionId),
      ];
      return commit(deps, stored, effect);
    },

    /**
     * Marks a token as presented again. Refused beyond the session's repeats, because concurrent requests have
     * read the same count.
     */
    repeat: (
      { sessionId, tokenHash, nowMs }: Omit<Rotation, "successorHash">,
      stored?: StoredAnswer,
    ) =>
      commit(deps, stored, [
        db.write
          .update(refreshTokens)
          .set({ repeatedAt: nowMs })
          .where(and(eq(refreshTokens.hash, tokenHash), isNull(refreshTokens.repeatedAt))),
        guard(
          "too_many_repeats",
          db.write.run(raiseUnless(sql`${repeatsOf(sessionId, nowMs)} <= ${REPEATS.max}`)),
        ),
      ]),

    /** Ends a session whose token was reused, with its event. Refused if it has ended already. */
    async endReused(
      { sessionId, userId, nowMs }: { sessionId: string; userId: string; nowMs: number },
      events: readonly Envelope[],
    ) {
      const entry = { actorId: null, act: "session.reused", subject: userId, nowMs };
      return commit(deps, undefined, [
        db.write
          .update(sessions)
          .set({ endedAt: nowMs, endReason: "refresh_reused" })
          .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt))),
        guard("session_ended", db.write.run(expectChanges())),
        insertAuditEntry(deps, entry),
        outbox.announce(events),
      ]);
    },

    /** Ends the active session of a token, if any, with an audit entry. */
    async endByToken(tokenHash: string, nowMs: number) {
      const owner = db.write
        .select({ id: refreshTokens.sessionId })
        .from(refreshTokens)
        .where(eq(refreshTokens.hash, tokenHash));
      await commit(deps, undefined, [
        insertSignOut(db, and(inArray(sessions.id, owner), isNull(sessions.endedAt)), nowMs),
        db.write
          .update(sessions)
          .set({ endedAt: nowMs, endReason: "logout" })
          .where(and(inArray(sessions.id, owner), isNull(sessions.endedAt))),
      ]);
    },
  };
};
export type RefreshTokensStore = ReturnType<typeof refreshTokensStore>;
