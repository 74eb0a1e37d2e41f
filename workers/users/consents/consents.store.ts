import { and, desc, eq, gt, sql } from "drizzle-orm";
import { consents } from "#db/users/schema";
import type { Envelope } from "#kernel/events";
import { guard } from "#kernel/guards";
import type { Outbox } from "#kernel/outbox";
import type { AgeKeys } from "#kernel/page";
import { newestFirst, olderThan, raiseUnless } from "#kernel/sql";
import { auditRow } from "#users/audit/audit.store";
import { type BatchTools, commit, type KeptAnswer } from "#users/replay/stored-answers.store";

/** A row of the ledger. */
export type ConsentRow = typeof consents.$inferSelect;

/** What is added to a person's ledger, of which so many rows have been seen. */
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
  /** The keys of the last row of the page before. */
  before: AgeKeys | undefined;
}

/** Changes of an account's consents that are added to its ledger in a day. */
export const CHANGES_A_DAY = 20;
const DAY_MS = 24 * 60 * 60 * 1000;

const BY_AGE = [consents.createdAt, consents.id] as const;

/** The ledger of consents. Rows are added and never changed. */
export const consentsStore = ({ outbox, ...tools }: BatchTools & { outbox: Outbox }) => {
  const { db } = tools;
  const length = (userId: string) =>
    sql`(select count(*) from ${consents} where ${consents.userId} = ${userId})`;

  return {
    /** The last row of each purpose, and how many there are of it: with max(), SQLite takes its row. */
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

    /** When the change that is so many back was made: while that is less than a day ago, none is added. */
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

    /** One row more than the limit, newest first. */
    async history({ userId, limit, before }: PageOf): Promise<ConsentRow[]> {
      return db.read
        .select()
        .from(consents)
        .where(and(eq(consents.userId, userId), olderThan(BY_AGE, before)))
        .orderBy(...newestFirst(BY_AGE))
        .limit(limit + 1);
    },

    /** Adds rows to the ledger, which must still be as long as it was when it was read. */
    add({ userId, seen, rows, events, nowMs }: Addition, kept?: KeptAnswer) {
      const entry = { actorId: userId, act: "consent.changed", subject: userId, nowMs };
      return commit(tools, kept, [
        guard("ledger_changed", db.write.run(raiseUnless(sql`${length(userId)} = ${seen}`))),
        guard("account_gone", db.write.insert(consents).values([...rows])),
        auditRow(tools, entry),
        outbox.announce(events),
      ]);
    },
  };
};
export type ConsentsStore = ReturnType<typeof consentsStore>;
