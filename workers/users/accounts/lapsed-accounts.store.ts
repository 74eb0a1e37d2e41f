import { and, eq, gt, inArray, isNull, lt, notExists, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { auditEntries, challenges, sessions, users } from "#db/users/schema";
import { currentTrace } from "#kernel/call";

interface Unused {
  /** Selects accounts that were created before this time and not used since. */
  sinceMs: number;
  nowMs: number;
}

/** Finds and deletes unused accounts without a verified e-mail address. */
export const lapsedAccountsStore = ({ db }: { db: Database }) => {
  const hasLapsed = ({ sinceMs, nowMs }: Unused) => {
    const used = db.write
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(eq(sessions.userId, users.id), gt(sessions.lastUsedAt, sinceMs)));
    const mailed = db.write
      .select({ id: challenges.id })
      .from(challenges)
      .where(and(eq(challenges.userId, users.id), gt(challenges.expiresAt, nowMs)));
    return and(
      lt(users.createdAt, sinceMs),
      isNull(users.emailVerifiedAt),
      isNull(users.orderedAt),
      isNull(users.disabledAt),
      eq(users.roles, ["customer"]),
      notExists(used),
      notExists(mailed),
    );
  };

  return {
    /** Returns the ids of lapsed accounts, oldest first. */
    async some(unused: Unused, limit: number): Promise<string[]> {
      const rows = await db.write
        .select({ id: users.id })
        .from(users)
        .where(hasLapsed(unused))
        .orderBy(users.createdAt)
        .limit(limit);
      return rows.map(({ id }) => id);
    },

    /** Marks accounts that have orders, so that later sweeps skip these accounts. */
    async markOrdered(userIds: readonly string[], nowMs: number) {
      await db.write
        .update(users)
        .set({ orderedAt: nowMs })
        .where(inArray(users.id, [...userIds]));
    },

    /**
     * Deletes accounts, and adds an audit entry for each. Keeps accounts that were used since they were
     * found.
     */
    async remove(userIds: readonly string[], unused: Unused) {
      const those = and(inArray(users.id, [...userIds]), hasLapsed(unused));
      await db.write.batch([
        db.write.run(sql`
          insert into ${auditEntries} (id, at, act, subject, request_id)
          select 'aud_' || substr(${users.id}, 5), ${unused.nowMs}, 'account.lapsed', ${users.id},
            ${currentTrace().requestId}
          from ${users} where ${those}`),
        db.write.delete(users).where(those),
      ]);
    },
  };
};
export type LapsedAccountsStore = ReturnType<typeof lapsedAccountsStore>;
