import { and, eq, getTableColumns, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { auditEntries } from "#db/users/schema";
import type { Role } from "#kernel/actor";
import type { ApiKeyKind } from "#kernel/api-key";
import type { AgeKeys } from "#kernel/routes/page";
import { newestFirst, olderThan } from "#kernel/sql";
import {
  type Act,
  insertAct,
  kindOfKey,
  refusalOfKey,
  refusalOfStaff,
  rolesOfActor,
  type StaffRequest,
} from "./audit.statements";

interface AuditPage {
  limit: number;
  /** Time and id of the last audit entry on the previous page. */
  before: AgeKeys | undefined;
  actor?: string | undefined;
  subject?: string | undefined;
  act?: string | undefined;
}

const { windowKey: _, ...SHOWN } = getTableColumns(auditEntries);
/** The columns of an audit entry that admins see. */
export const AUDIT_ENTRY = SHOWN;
/** A row of the audit log. `at` is in epoch milliseconds. */
export type AuditRow = Omit<typeof auditEntries.$inferSelect, "windowKey">;

const BY_AGE = [auditEntries.at, auditEntries.id] as const;

/**
 * Stores the audit log. Rows are added or their count is incremented, and nothing else changes except the
 * status and the names of changed members.
 */
export const auditStore = (deps: { db: Database }) => {
  const { db } = deps;

  return {
    /**
     * Records an act of staff. Returns the actor's current roles and when the session began, or undefined if the
     * actor has no active session.
     */
    async admit(act: StaffRequest): Promise<{ roles: Role[]; signedInAt: number } | undefined> {
      const roles = rolesOfActor(deps, act);
      const [rows] = act.recorded
        ? await db.write.batch([roles, ...insertAct(deps, act, refusalOfStaff(act))])
        : [await roles];
      return rows[0];
    },

    /** Records an act of an API key. Returns its kind, or undefined if it is revoked or expired. */
    async admitKey(act: Act): Promise<ApiKeyKind | undefined> {
      const [rows] = await db.write.batch([
        kindOfKey(deps, act),
        ...insertAct(deps, act, refusalOfKey(act)),
      ]);
      return rows[0]?.kind;
    },

    /** Records the status of the answer to an act, and the names of the members that it changed. */
    async noted(auditId: string, status: number, changed: readonly string[]) {
      await db.write
        .update(auditEntries)
        .set({ status, changed: changed.length > 0 ? [...changed] : null })
        .where(and(eq(auditEntries.id, auditId), isNull(auditEntries.status)));
    },

    /** Returns a page of audit entries and one more, newest first. */
    async page({ limit, before, actor, subject, act }: AuditPage): Promise<AuditRow[]> {
      return db.read
        .select(AUDIT_ENTRY)
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
