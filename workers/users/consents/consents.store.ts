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

/** A row of the ledger. */
export type ConsentRow = typeof consents.$inferSelect;

/** Rows to add to the ledger of an account. `seen` is its length when it was read. */
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
  /** The keys of the last row of the previous page. */
  before: AgeKeys | undefined;
}

/** The maximum number of changes of an account's consents in a day. */
export const CHANGES_A_DAY = 20;
const DAY_MS = 24 * 60 * 60 * 1000;

const BY_AGE = [consents.createdAt, consents.id] as const;

/** The ledger of consents. Rows are added and never changed. */
export const consentsStore = ({ outbox, ...deps }: CommitDependencies & { outbox: Outbox }) => {
  const { db } = deps;
  const length = (userId: string) =>
    sql`(select count(*) from ${consents} where ${consents.userId} = ${userId})`;

  return {
    /** Returns the last row and the row count of each purpose. With max(), SQLite takes the other columns from that row. */
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

    /** Returns when further changes are allowed again, or undefined if they are allowed now. */
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

    /** Returns one row more than the limit, newest first. */
    async history({ userId, limit, before }: PageOf): Promise<ConsentRow[]> {
      return db.read
        .select()
        .from(consents)
        .where(and(eq(consents.userId, userId), olderThan(BY_AGE, before)))
        .orderBy(...newestFirst(BY_AGE))
        .limit(limit + 1);
    },

    /** Adds rows unless the ledger has grown since it was read. */
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
