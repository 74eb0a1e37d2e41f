import { and, eq, gt, isNull } from "drizzle-orm";
import { sessions, users } from "#db/users/schema";
import { guard } from "#kernel/mutations/guards";
import type { AgeKeys } from "#kernel/routes/page";
import { expectChanges, newestFirst, olderThan } from "#kernel/sql";
import { isActive } from "#users/active-session.statements";
import { insertAuditEntry } from "#users/audit/audit.statements";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";
import { endSessions } from "./sessions.statements";

/** A row of the table `sessions`. */
export type SessionRow = typeof sessions.$inferSelect;

interface SessionsPage {
  userId: string;
  limit: number;
  /** Time and id of the last session on the previous page. */
  before: AgeKeys | undefined;
  nowMs: number;
  /** How long a session lasts without use. */
  idleMs: number;
}

const BY_AGE = [sessions.createdAt, sessions.id] as const;

/** Reads and ends the sessions of accounts. */
export const sessionsStore = (deps: CommitDependencies) => {
  const { db } = deps;

  return {
    /** Returns when a session began, or undefined if the session is not active. */
    async activeSince(
      userId: string,
      sessionId: string,
      nowMs: number,
    ): Promise<number | undefined> {
      const [row] = await db.read
        .select({ createdAt: sessions.createdAt })
        .from(sessions)
        .where(isActive(userId, sessionId, nowMs));
      return row?.createdAt;
    },

    /** Returns the state of a session and its account. */
    async sessionState(userId: string, sessionId: string, nowMs: number) {
      const [row] = await db.read
        .select({ verifiedAt: users.emailVerifiedAt })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(isActive(userId, sessionId, nowMs));
      return { isActive: row !== undefined, isVerified: typeof row?.verifiedAt === "number" };
    },

    /** Returns a page of an account's active sessions and one more, newest first. */
    async list({ userId, limit, before, nowMs, idleMs }: SessionsPage): Promise<SessionRow[]> {
      return db.read
        .select()
        .from(sessions)
        .where(
          and(
            eq(sessions.userId, userId),
            isNull(sessions.endedAt),
            gt(sessions.expiresAt, nowMs),
            gt(sessions.lastUsedAt, nowMs - idleMs),
            olderThan(BY_AGE, before),
          ),
        )
        .orderBy(...newestFirst(BY_AGE))
        .limit(limit + 1);
    },

    /** Ends an active session of an account. */
    revoke: (userId: string, sessionId: string, nowMs: number, stored?: StoredAnswer) =>
      commit(deps, stored, [
        db.write
          .update(sessions)
          .set({ endedAt: nowMs, endReason: "revoked" })
          .where(
            and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isNull(sessions.endedAt)),
          ),
        guard("session_not_found", db.write.run(expectChanges())),
        insertAuditEntry(deps, {
          actorId: userId,
          act: "session.revoked",
          subject: sessionId,
          nowMs,
        }),
      ]),

    /** Ends all sessions of an account but one. */
    revokeOthers: (userId: string, except: string, nowMs: number, stored?: StoredAnswer) =>
      commit(deps, stored, [
        endSessions(deps, { userId, except, reason: "revoked", nowMs }),
        insertAuditEntry(deps, { actorId: userId, act: "session.revoked", subject: userId, nowMs }),
      ]),
  };
};
export type SessionsStore = ReturnType<typeof sessionsStore>;
