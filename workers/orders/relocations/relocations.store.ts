import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { relocationLines, relocations } from "#db/orders/stock.schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import type { Idempotency } from "#kernel/mutations/idempotency";
import { ok, type Result } from "#kernel/result";
import type { AgeKeys } from "#kernel/routes/page";
import { expectChanges, newestFirst, olderThan } from "#kernel/sql";
import { announcedBy } from "#orders/stock/alerts.statements";
import type { Commit } from "#orders/stock/stock-change.service";
import { changeStock, type StockRefusal } from "#orders/stock/stock-changes.statements";
import type { Relocation } from "./relocation.rules";

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
}

const AGE = [relocations.createdAt, relocations.id] as const;

const LINE = {
  relocationId: relocationLines.relocationId,
  variantId: relocationLines.variantId,
  quantity: relocationLines.quantity,
  received: relocationLines.received,
  lost: relocationLines.lost,
  returned: relocationLines.returned,
};

/** Stores the relocations of stock. */
export const relocationsStore = ({ db, outbox, idempotency }: Dependencies) => {
  const withLines = async (rows: Omit<Relocation, "lines">[]): Promise<Relocation[]> => {
    const ids = rows.map(({ id }) => id);
    const lines = await db.read
      .select(LINE)
      .from(relocationLines)
      .where(inArray(relocationLines.relocationId, ids))
      .orderBy(asc(relocationLines.relocationId), asc(relocationLines.variantId));
    const linesOf = Map.groupBy(lines, ({ relocationId }) => relocationId);
    return rows.map((row) => ({
      ...row,
      lines: (linesOf.get(row.id) ?? []).map(({ relocationId: _, ...line }) => line),
    }));
  };

  /** Commits a change of stock with the statements that store its relocation. */
  const commit = async (
    { change, event, stored, nowMs }: Commit,
    steps: Parameters<typeof commitGuarded<StockRefusal>>[1],
  ): Promise<Result<Envelope[], StockRefusal>> => {
    const batch = await commitGuarded<StockRefusal>(db, [
      // First, so that an equal request at the same time fails on its key.
      ...(stored ? [idempotency.insertFinished(stored.request, stored.answer)] : []),
      ...steps,
      outbox.announce([event]),
      ...changeStock(db.write, change, nowMs),
    ]);
    // The last but one result is that of the low-stock event.
    return batch.ok ? ok(announcedBy(batch.value.at(-2))) : batch;
  };

  return {
    async find(id: string): Promise<Relocation | undefined> {
      const rows = await db.read.select().from(relocations).where(eq(relocations.id, id));
      return (await withLines(rows))[0];
    },

    /** Returns relocations, newest first; up to `limit + 1`. */
    async list(limit: number, status: Relocation["status"] | undefined, after?: AgeKeys) {
      const rows = await db.read
        .select()
        .from(relocations)
        .where(and(status ? eq(relocations.status, status) : undefined, olderThan(AGE, after)))
        .orderBy(...newestFirst(AGE))
        .limit(limit + 1);
      return withLines(rows);
    },

    /** Stores a new relocation, and sends its units. */
    send({ lines, ...row }: Relocation, committed: Commit) {
      const rows = lines.map((line) => ({ relocationId: row.id, ...line }));
      return commit(committed, [
        db.write.insert(relocations).values(row),
        db.write.insert(relocationLines).values(rows),
      ]);
    },

    /** Stores a relocation after some of its units arrived, unless another process has changed it. */
    update(before: Relocation, after: Relocation, committed: Commit) {
      const { status, version, updatedAt } = after;
      const unchanged = and(eq(relocations.id, before.id), eq(relocations.version, before.version));
      return commit(committed, [
        db.write.update(relocations).set({ status, version, updatedAt }).where(unchanged),
        guard("changed_meanwhile", db.write.run(expectChanges())),
        db.write.run(sql`
          update ${relocationLines} set received = l.value ->> 'received', lost = l.value ->> 'lost',
            returned = l.value ->> 'returned'
          from json_each(${JSON.stringify(after.lines)}) l
          where ${relocationLines.relocationId} = ${before.id}
            and ${relocationLines.variantId} = l.value ->> 'variantId'`),
      ]);
    },
  };
};
export type RelocationsStore = ReturnType<typeof relocationsStore>;
