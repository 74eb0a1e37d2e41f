import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { refreshTokens, sessions, users } from "#db/users/schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { guard } from "#kernel/mutations/guards";
import { expectChanges, raiseUnless } from "#kernel/sql";
import { ACCOUNT, type Account } from "#users/account.statements";
import { insertAuditEntry } from "#users/audit/audit.statements";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";
import { deleteUsedBeyondBound, insertSignOut, repeatsOf } from "./refresh-tokens.statements";
import { type Lineage, REPEATS } from "./rotation.rules";

/** The use of a refresh token, with the hash of its successor. */
interface Rotation {
  sessionId: string;
  tokenHash: string;
  successorHash: string;
  nowMs: number;
}

const successors = alias(refreshTokens, "successors");

/** Stores refresh tokens: their rotation, repeated use and reuse by two parties. */
export const refreshTokensStore = ({
  outbox,
  ...deps
}: CommitDependencies & { outbox: Outbox }) => {
  const { db } = deps;

  return {
    /**
     * Returns a refresh token with its session, account and successor, or undefined if it is unknown or the
     * account is disabled.
     */
    async lineage(
      tokenHash: string,
      successorHash: string,
      nowMs: number,
    ): Promise<(Lineage & { account: Account }) | undefined> {
      const [row] = await db.read
        .select({
          sessionId: refreshTokens.sessionId,
          account: ACCOUNT,
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
      const { roles } = row.account;
      return { ...rest, roles, successor, session: { lastUsedAt, expiresAt, endReason } };
    },

    /**
     * Marks a refresh token as used and inserts its successor. Concurrent requests insert the same
     * successor.
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
        deleteUsedBeyondBound(deps, sessionId),
      ];
      return commit(deps, stored, effect);
    },

    /**
     * Marks a used token as sent again. Fails above the session's maximum of repeats, which is checked here
     * because concurrent requests may have read the same count.
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

    /**
     * Ends a session whose token was reused, and announces the event. Fails if the session has already
     * ended.
     */
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

    /** Ends the active session of a refresh token, if any, and adds an audit entry. */
    async endByToken(tokenHash: string, nowMs: number) {
      const owner = db.write
        .select({ id: refreshTokens.sessionId })
        .from(refreshTokens)
        .where(eq(refreshTokens.hash, tokenHash));
      await commit(deps, undefined, [
        insertSignOut(deps, and(inArray(sessions.id, owner), isNull(sessions.endedAt)), nowMs),
        db.write
          .update(sessions)
          .set({ endedAt: nowMs, endReason: "logout" })
          .where(and(inArray(sessions.id, owner), isNull(sessions.endedAt))),
      ]);
    },
  };
};
export type RefreshTokensStore = ReturnType<typeof refreshTokensStore>;
