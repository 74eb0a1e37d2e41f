import { and, desc, eq, gt, sql } from "drizzle-orm";
import { consents } from "#db/users/schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { guard } from "#kernel/mutations/guards";
import type { AgeKeys } from "#kernel/routes/page";
import { newestFirst, olderThan, raiseUnless } from "#kernel/sql";
import { insertAuditEntry } from "#users/audit/audit.statements";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";

/** A row of the ledger of consents. */
export type ConsentRow = typeof consents.$inferSelect;

/** Rows to add to the ledger of an account. `seen` is the number of its rows when it was read. */
export interface Addition {
  userId: string;
  seen: number;
  rows: readonly ConsentRow[];
  events: readonly Envelope[];
  nowMs: number;
}

interface PageOf {
  userId: string;
  limit: number;
  /** Time and id of the last row on the previous page. */
  before: AgeKeys | undefined;
}

/** The maximum number of changes of an account's consents in a day. */
export const CHANGES_A_DAY = 20;
const DAY_MS = 24 * 60 * 60 * 1000;

const BY_AGE = [consents.createdAt, consents.id] as const;

/** Stores the ledger of consents. Rows are added, never changed. */
export const consentsStore = ({ outbox, ...deps }: CommitDependencies & { outbox: Outbox }) => {
  const { db } = deps;
  const length = (userId: string) =>
    sql`(select count(*) from ${consents} where ${consents.userId} = ${userId})`;

  return {
    /**
     * Returns the last row and the number of rows for each purpose. With max(), SQLite returns the other
     * columns of the row that has the maximum.
     */
    latest: (userId: string) =>
      db.read
        .select({
          purpose: consents.purpose,
          granted: consents.granted,
          source: consents.source,
          createdAt: sql<number>`max(${consents.createdAt})`,
          count: sql<number>`count(*)`,
        })
        .from(consents)
        .where(eq(consents.userId, userId))
        .groupBy(consents.purpose),

    /** Returns when the account may change its consents again, or undefined if it may do so now. */
    async dayIsFullUntil(userId: string, nowMs: number): Promise<number | undefined> {
      const [row] = await db.read
        .select({ createdAt: consents.createdAt })
        .from(consents)
        .where(and(eq(consents.userId, userId), gt(consents.createdAt, nowMs - DAY_MS)))
        .orderBy(desc(consents.createdAt))
        .limit(1)
        .offset(CHANGES_A_DAY - 1);
      return row && row.createdAt + DAY_MS;
    },

    /** Returns a page of ledger rows and one more, newest first. */
    async history({ userId, limit, before }: PageOf): Promise<ConsentRow[]> {
      return db.read
        .select()
        .from(consents)
        .where(and(eq(consents.userId, userId), olderThan(BY_AGE, before)))
        .orderBy(...newestFirst(BY_AGE))
        .limit(limit + 1);
    },

    /** Adds rows to an account's ledger unless another request has added rows since it was read. */
    add({ userId, seen, rows, events, nowMs }: Addition, stored?: StoredAnswer) {
      const entry = { actorId: userId, act: "consent.changed", subject: userId, nowMs };
      return commit(deps, stored, [
        guard("ledger_changed", db.write.run(raiseUnless(sql`${length(userId)} = ${seen}`))),
        guard("account_gone", db.write.insert(consents).values([...rows])),
        insertAuditEntry(deps, entry),
        outbox.announce(events),
      ]);
    },
  };
};
export type ConsentsStore = ReturnType<typeof consentsStore>;
