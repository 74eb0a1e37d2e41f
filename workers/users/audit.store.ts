import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { auditEntries, sessions, users } from "#db/users/schema";
import type { Role } from "#kernel/actor";
import { currentTrace } from "#kernel/call";
import { newId } from "#kernel/ids";

/** Something to be written down: ids only, no address, no name. */
export interface AuditEntry {
  /** Null for somebody who is not signed in. */
  actorId: string | null;
  act: string;
  subject?: string;
  status?: number;
  nowMs: number;
}

/** The row of an entry, for the batch of what it tells of. */
export const auditRow = (
  { db }: { db: Database },
  { actorId, act, subject, status, nowMs }: AuditEntry,
  id = newId("audit", nowMs),
): Statement =>
  db.write.insert(auditEntries).values({
    id,
    at: nowMs,
    actorId,
    act,
    subject: subject ?? null,
    status: status ?? null,
    requestId: currentTrace().requestId,
  });

/** Who did what. */
export const auditStore = ({ db }: { db: Database }) => ({
  /** Writes an entry down and answers the roles of its session's account now; undefined without a live session. */
  async admit(
    id: string,
    { sessionId, ...entry }: AuditEntry & { sessionId: string },
  ): Promise<Role[] | undefined> {
    const live = db.write
      .select({ roles: users.roles })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(
        and(
          eq(sessions.id, sessionId),
          eq(users.id, sql`${entry.actorId}`),
          isNull(sessions.endedAt),
          gt(sessions.expiresAt, entry.nowMs),
          isNull(users.disabledAt),
        ),
      );
    const [[row]] = await db.write.batch([live, auditRow({ db }, entry, id)]);
    return row?.roles;
  },
});
export type AuditStore = ReturnType<typeof auditStore>;
