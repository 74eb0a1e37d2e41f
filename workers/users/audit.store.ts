import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { auditEntries, sessions, users } from "#db/users/schema";
import type { Role } from "#kernel/actor";
import { currentTrace } from "#kernel/call";
import { newId } from "#kernel/ids";
import type { AgeKeys } from "#kernel/page";
import { newestFirst, olderThan } from "#kernel/sql";

/** Something to be written down: ids only, no address, no name. */
export interface AuditEntry {
  /** Null for somebody who is not signed in. */
  actorId: string | null;
  act: string;
  subject?: string | SQL<string | null>;
  status?: number | SQL<number | null>;
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

interface Act extends AuditEntry {
  id: string;
  actorId: string;
  sessionId: string;
  role: Role;
  recorded: boolean;
}

interface AuditPage {
  limit: number;
  /** The keys of the last row of the page before. */
  before: AgeKeys | undefined;
  actor?: string | undefined;
  subject?: string | undefined;
  act?: string | undefined;
}

/** An entry as its row holds it; `at` is epoch milliseconds. */
export type AuditRow = typeof auditEntries.$inferSelect;

const BY_AGE = [auditEntries.at, auditEntries.id] as const;

/** Who did what. */
export const auditStore = ({ db }: { db: Database }) => {
  const live = ({ actorId, sessionId, nowMs }: Act) =>
    and(
      eq(sessions.id, sessionId),
      eq(users.id, actorId),
      isNull(sessions.endedAt),
      gt(sessions.expiresAt, nowMs),
      isNull(users.disabledAt),
    );

  /** The status of a refusal; null for whoever is let in, until it is known what came of it. */
  const refusal = (act: Act) => {
    const found = sql`select ${users.roles} from ${sessions} inner join ${users}
      on ${users.id} = ${sessions.userId} where ${live(act)}`;
    const mayAct = sql`exists (select 1 from json_each((${found})) role
      where role.value in (${act.role}, 'admin'))`;
    return sql<number | null>`iif(exists (${found}), iif(${mayAct}, null, 403), 401)`;
  };

  return {
    /** The roles of a session's account now, undefined without a live session; the act is written down. */
    async admit(act: Act): Promise<Role[] | undefined> {
      const found = db.write
        .select({ roles: users.roles })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(live(act));
      const row = auditRow({ db }, { ...act, status: refusal(act) }, act.id);
      const [rows] = act.recorded ? await db.write.batch([found, row]) : [await found];
      return rows[0]?.roles;
    },

    async noted(auditId: string, status: number) {
      await db.write
        .update(auditEntries)
        .set({ status })
        .where(and(eq(auditEntries.id, auditId), isNull(auditEntries.status)));
    },

    /** One row more than the limit, newest first. */
    async page({ limit, before, actor, subject, act }: AuditPage): Promise<AuditRow[]> {
      return db.read
        .select()
        .from(auditEntries)
        .where(
          and(
            actor === undefined ? undefined : eq(auditEntries.actorId, actor),
            subject === undefined ? undefined : eq(auditEntries.subject, subject),
            act === undefined ? undefined : eq(auditEntries.act, act),
            olderThan(BY_AGE, before),
          ),
        )
        .orderBy(...newestFirst(BY_AGE))
        .limit(limit + 1);
    },
  };
};
export type AuditStore = ReturnType<typeof auditStore>;
