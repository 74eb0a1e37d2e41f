import { and, eq, gt, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Statement } from "#db/client";
import { auditEntries, type END_REASONS, refreshTokens, sessions, users } from "#db/users/schema";
import { currentTrace } from "#kernel/call";
import type { Envelope } from "#kernel/events";
import { newId } from "#kernel/ids";
import type { Outbox } from "#kernel/outbox";
import type { AgeKeys } from "#kernel/page";
import { expectChanges, newestFirst, olderThan, unlessRefused } from "#kernel/sql";
import { type BatchTools, commit, type KeptAnswer } from "./answers.store";
import { auditRow } from "./audit.store";
import type { Lineage } from "./rotation";

/** A session that begins, with the hash of its first refresh token. */
export interface NewSession {
  id: string;
  userId: string;
  device: string | null;
  tokenHash: string;
  nowMs: number;
  expiresAt: number;
}

export interface Rotation {
  sessionId: string;
  tokenHash: string;
  successorHash: string;
  nowMs: number;
}

/** A password hash made anew, in place of the one that was verified and of no other. */
export interface RenewedHash {
  from: string;
  to: string;
}

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

export type EndReason = (typeof END_REASONS)[number];

/** The rows of a session that begins, for the batch of the sign-in or the registration. */
export const openingOf = (
  { db }: BatchTools,
  { id, userId, device, tokenHash, nowMs, expiresAt }: NewSession,
): Statement[] => [
  db.write
    .insert(sessions)
    .values({ id, userId, device, createdAt: nowMs, lastUsedAt: nowMs, expiresAt }),
  db.write.insert(refreshTokens).values({ hash: tokenHash, sessionId: id, createdAt: nowMs }),
];

/** The renewal of a password hash, for the batch of the sign-in that verified it. */
export const renewalOf = (
  { db }: BatchTools,
  userId: string,
  { from, to }: RenewedHash,
): Statement =>
  db.write
    .update(users)
    .set({ passwordHash: to })
    .where(and(eq(users.id, userId), eq(users.passwordHash, from)));

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

/** A session of this user that goes on. */
const going = (userId: string, sessionId: string, nowMs: number) =>
  and(
    eq(sessions.id, sessionId),
    eq(sessions.userId, userId),
    isNull(sessions.endedAt),
    gt(sessions.expiresAt, nowMs),
  );

/** Whether a session of this user goes on, for a statement that depends on it. */
export const goesOn = (userId: string, sessionId: string, nowMs: number): SQL =>
  sql`exists (select 1 from ${sessions} where ${going(userId, sessionId, nowMs)})`;

const successors = alias(refreshTokens, "successors");

const BY_AGE = [sessions.createdAt, sessions.id] as const;

/** Sessions and their refresh tokens. */
export const sessionsStore = ({ outbox, ...tools }: BatchTools & { outbox: Outbox }) => {
  const { db } = tools;

  return {
    /** A token with its session, its owner's roles and its successor; undefined where the owner is shut out. */
    async lineage(
      tokenHash: string,
      successorHash: string,
    ): Promise<(Lineage & { userId: string }) | undefined> {
      const [row] = await db.read
        .select({
          sessionId: refreshTokens.sessionId,
          userId: users.id,
          roles: users.roles,
          usedAt: refreshTokens.usedAt,
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
     * Uses a token and brings its successor to life, which is the same one however many do so at
     * once. Answers false when the session has ended meanwhile.
     */
    async rotate(
      { sessionId, tokenHash, successorHash, nowMs }: Rotation,
      kept?: KeptAnswer,
    ): Promise<boolean> {
      const effect = [
        db.write
          .update(sessions)
          .set({ lastUsedAt: nowMs })
          .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt))),
        db.write.run(expectChanges()),
        db.write
          .update(refreshTokens)
          .set({ usedAt: nowMs })
          .where(and(eq(refreshTokens.hash, tokenHash), isNull(refreshTokens.usedAt))),
        db.write
          .insert(refreshTokens)
          .values({ hash: successorHash, sessionId, createdAt: nowMs })
          .onConflictDoNothing(),
      ];
      return unlessRefused(commit(tools, kept, effect));
    },

    /** Whether a session of this user goes on. */
    async isLive(userId: string, sessionId: string, nowMs: number): Promise<boolean> {
      const rows = await db.read
        .select({ id: sessions.id })
        .from(sessions)
        .where(going(userId, sessionId, nowMs));
      return rows.length > 0;
    },

    /** When a session of this user began; undefined when it does not go on. */
    async beganAt(userId: string, sessionId: string, nowMs: number): Promise<number | undefined> {
      const [row] = await db.read
        .select({ createdAt: sessions.createdAt })
        .from(sessions)
        .where(going(userId, sessionId, nowMs));
      return row?.createdAt;
    },

    /** Ends a session whose token was used by two, and says so; once, however often it comes again. */
    async endReused(
      { sessionId, userId, nowMs }: { sessionId: string; userId: string; nowMs: number },
      events: readonly Envelope[],
    ): Promise<boolean> {
      const entry = { actorId: null, act: "session.reused", subject: userId, nowMs };
      return unlessRefused(
        commit(tools, undefined, [
          db.write
            .update(sessions)
            .set({ endedAt: nowMs, endReason: "refresh_reused" })
            .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt))),
          db.write.run(expectChanges()),
          auditRow(tools, entry),
          outbox.announce(events),
        ]),
      );
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

    /** Ends one of somebody's sessions; false when they have none of this id that goes on. */
    revoke: (userId: string, sessionId: string, nowMs: number, kept?: KeptAnswer) =>
      unlessRefused(
        commit(tools, kept, [
          db.write
            .update(sessions)
            .set({ endedAt: nowMs, endReason: "revoked" })
            .where(
              and(
                eq(sessions.id, sessionId),
                eq(sessions.userId, userId),
                isNull(sessions.endedAt),
              ),
            ),
          db.write.run(expectChanges()),
          auditRow(tools, { actorId: userId, act: "session.revoked", subject: sessionId, nowMs }),
        ]),
      ),

    /** Ends all of somebody's sessions but one. */
    revokeOthers: (userId: string, except: string, nowMs: number, kept?: KeptAnswer) =>
      commit(tools, kept, [
        sessionsEnd(tools, { userId, except, reason: "revoked", nowMs }),
        auditRow(tools, { actorId: userId, act: "session.revoked", subject: userId, nowMs }),
      ]),

    /** Ends the session that a token belongs to, if there is one that goes on, and writes it down. */
    async endByToken(tokenHash: string, nowMs: number, kept?: KeptAnswer) {
      const owner = db.write
        .select({ id: refreshTokens.sessionId })
        .from(refreshTokens)
        .where(eq(refreshTokens.hash, tokenHash));
      const { requestId } = currentTrace();
      await commit(tools, kept, [
        db.write.run(sql`
          insert into ${auditEntries} (id, at, actor_id, act, subject, request_id)
          select ${newId("audit", nowMs)}, ${nowMs}, ${sessions.userId}, 'session.signed_out', ${sessions.id}, ${requestId}
          from ${sessions} where ${and(inArray(sessions.id, owner), isNull(sessions.endedAt))}`),
        db.write
          .update(sessions)
          .set({ endedAt: nowMs, endReason: "logout" })
          .where(and(inArray(sessions.id, owner), isNull(sessions.endedAt))),
      ]);
    },
  };
};
export type SessionsStore = ReturnType<typeof sessionsStore>;
