import { and, desc, eq, gt, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { type END_REASONS, refreshTokens, sessions, users } from "#db/users/schema";
import { guard } from "#kernel/guards";
import type { AgeKeys } from "#kernel/page";
import { expectChanges, newestFirst, olderThan } from "#kernel/sql";
import { isGoing } from "#users/active-session.statements";
import { auditRow } from "#users/audit/audit.store";
import {
  type BatchTools,
  commit,
  type KeptAnswer,
  SURPLUS_AT_ONCE,
} from "#users/replay/stored-answers.store";

/** A session that begins, with the hash of its first refresh token. */
export interface NewSession {
  id: string;
  userId: string;
  device: string | null;
  tokenHash: string;
  nowMs: number;
  expiresAt: number;
}

/** A session as its row holds it. */
export type SessionRow = typeof sessions.$inferSelect;

interface SessionsPage {
  userId: string;
  limit: number;
  /** The keys of the last row of the page before. */
  before: AgeKeys | undefined;
  nowMs: number;
  /** Unused for so long, a session is over. */
  idleMs: number;
}

type EndReason = (typeof END_REASONS)[number];

/** Sessions that an account keeps, those that have ended included. */
export const SESSIONS_MAX = 100;

/** Deletes an account's sessions beyond the bound: those that have ended first, then the longest unused. */
const beyondBound = (db: Database, userId: string): Statement => {
  const surplus = db.write
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(sql`${sessions.endedAt} is not null`, desc(sessions.lastUsedAt), desc(sessions.id))
    .limit(SURPLUS_AT_ONCE)
    .offset(SESSIONS_MAX);
  return db.write.delete(sessions).where(inArray(sessions.id, surplus));
};

/** The rows of a session that begins, for the batch of the sign-in or the registration. */
export const sessionOpening = (
  { db }: BatchTools,
  { id, userId, device, tokenHash, nowMs, expiresAt }: NewSession,
): Statement[] => [
  db.write
    .insert(sessions)
    .values({ id, userId, device, createdAt: nowMs, lastUsedAt: nowMs, expiresAt }),
  db.write.insert(refreshTokens).values({ hash: tokenHash, sessionId: id, createdAt: nowMs }),
  beyondBound(db, userId),
];

/** Ends the sessions of an account, all or all but one, for the batch of what ends them. */
export const sessionsEnd = (
  { db }: Pick<BatchTools, "db">,
  {
    userId,
    except,
    reason,
    nowMs,
  }: { userId: string; except?: string; reason: EndReason; nowMs: number },
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

const BY_AGE = [sessions.createdAt, sessions.id] as const;

/** Sessions, as their owners see and end them. */
export const sessionsStore = (tools: BatchTools) => {
  const { db } = tools;

  return {
    /** When a session of this user began; undefined when it does not go on. */
    async beganAt(userId: string, sessionId: string, nowMs: number): Promise<number | undefined> {
      const [row] = await db.read
        .select({ createdAt: sessions.createdAt })
        .from(sessions)
        .where(isGoing(userId, sessionId, nowMs));
      return row?.createdAt;
    },

    /** How a session of this user stands. */
    async standing(userId: string, sessionId: string, nowMs: number) {
      const [row] = await db.read
        .select({ provedAt: users.emailVerifiedAt })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(isGoing(userId, sessionId, nowMs));
      return { live: row !== undefined, proved: typeof row?.provedAt === "number" };
    },

    /** The sessions of an account that go on, the last begun first; one more than the limit. */
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
    revoke: (userId: string, sessionId: string, nowMs: number, kept?: KeptAnswer) =>
      commit(tools, kept, [
        db.write
          .update(sessions)
          .set({ endedAt: nowMs, endReason: "revoked" })
          .where(
            and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isNull(sessions.endedAt)),
          ),
        guard("session_not_found", db.write.run(expectChanges())),
        auditRow(tools, { actorId: userId, act: "session.revoked", subject: sessionId, nowMs }),
      ]),

    /** Ends all of somebody's sessions but one. */
    revokeOthers: (userId: string, except: string, nowMs: number, kept?: KeptAnswer) =>
      commit(tools, kept, [
        sessionsEnd(tools, { userId, except, reason: "revoked", nowMs }),
        auditRow(tools, { actorId: userId, act: "session.revoked", subject: userId, nowMs }),
      ]),
  };
};
export type SessionsStore = ReturnType<typeof sessionsStore>;
