import { and, asc, inArray, isNull, lt, lte, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { OutboxTable } from "#db/columns";
import { afterAnswer } from "#kernel/call";
import type { Envelope } from "#kernel/events";
import { log } from "#kernel/log";
import type { Queue } from "#kernel/queue.client";
import { databaseNowMs } from "#kernel/sql";

const MINUTE_MS = 60_000;

/** How long an event may stay unacknowledged before each republication; after the last it is dead. */
export const REPUBLISH_AFTER_MS = [
  MINUTE_MS / 2,
  2 * MINUTE_MS,
  15 * MINUTE_MS,
  60 * MINUTE_MS,
  6 * 60 * MINUTE_MS,
  ...Array.from({ length: 7 }, () => 24 * 60 * MINUTE_MS),
] as const;

const SWEEP_ROWS = 200;
/** How long an acknowledged event can still be looked up. */
const KEPT_MS = 14 * 24 * 60 * MINUTE_MS;
const GENERATION_MAX = REPUBLISH_AFTER_MS.length;

interface OutboxOptions {
  db: Database;
  table: OutboxTable;
  queue: Queue;
  /** Types of events that nobody hears: they are kept as done, and never published. */
  unheard?: readonly string[];
}

/** Generation g waits the g-th delay for the next one; SQL needs it as one expression over the row. */
const nextDelayMs = (table: OutboxTable) => {
  const cases = REPUBLISH_AFTER_MS.map(
    (ms, index) => sql`when ${table.generation} + 1 = ${index} then ${ms}`,
  );
  return sql`case ${sql.join(cases, sql` `)} else ${24 * 60 * MINUTE_MS} end`;
};

/**
 * The outbox of one database. Events are rows in the batch that makes them true; publishing right
 * after the commit only speeds them up, and the sweep republishes whatever no hearer acknowledged.
 */
export const outboxOf = ({ db, table, queue, unheard = [] }: OutboxOptions) => {
  const firstDueAt = sql`${databaseNowMs} + ${REPUBLISH_AFTER_MS[0]}`;

  const claimDue = () => {
    const due = db.write
      .select({ id: table.id })
      .from(table)
      .where(
        and(isNull(table.acknowledgedAt), isNull(table.deadAt), lte(table.dueAt, databaseNowMs)),
      )
      .orderBy(asc(table.dueAt))
      .limit(SWEEP_ROWS);
    return db.write
      .update(table)
      .set({
        generation: sql`${table.generation} + 1`,
        dueAt: sql`${databaseNowMs} + ${nextDelayMs(table)}`,
        deadAt: sql`iif(${table.generation} + 1 >= ${GENERATION_MAX}, ${databaseNowMs}, null)`,
      })
      .where(inArray(table.id, due))
      .returning({ envelope: table.envelope, generation: table.generation, deadAt: table.deadAt });
  };

  const forgetOld = () => {
    const old = db.write
      .select({ id: table.id })
      .from(table)
      .where(lt(table.acknowledgedAt, sql`${databaseNowMs} - ${KEPT_MS}`))
      .limit(SWEEP_ROWS);
    return db.write.delete(table).where(inArray(table.id, old));
  };

  /** A queue that is down must not use up an event's turns. */
  const giveBack = (eventIds: readonly string[]) =>
    db.write
      .update(table)
      .set({ generation: sql`${table.generation} - 1`, dueAt: firstDueAt, deadAt: null })
      .where(inArray(table.id, [...eventIds]));

  return {
    /** The insert for the batch that makes the events true. */
    announce: (events: readonly Envelope[]) =>
      db.write.insert(table).values(
        events.map((event) => ({
          id: event.id,
          type: event.type,
          subject: event.subject,
          envelope: event,
          createdAt: Date.parse(event.time),
          dueAt: firstDueAt,
          acknowledgedAt: unheard.includes(event.type) ? databaseNowMs : null,
        })),
      ),

    /** The update for a batch that has just done what the event asked for, over the fast path. */
    settled: (eventIds: readonly string[]) =>
      db.write
        .update(table)
        .set({ acknowledgedAt: databaseNowMs })
        .where(inArray(table.id, [...eventIds])),

    /** Publishes committed events at once, after the answer. Nothing depends on it. */
    kick(events: readonly Envelope[]) {
      const heard = events.filter(({ type }) => !unheard.includes(type));
      const messages = heard.map((event) => ({ event, generation: 0 }));
      afterAnswer(
        queue.publish(messages).catch((err) => log.warn("outbox.kick_failed", { error: err })),
      );
    },

    /** Every hearer has committed its effect: the event is done. */
    async acknowledge(eventIds: readonly string[]) {
      await db.write
        .update(table)
        .set({ acknowledgedAt: databaseNowMs })
        .where(and(inArray(table.id, [...eventIds]), isNull(table.acknowledgedAt)));
    },

    /**
     * Claims what is overdue (a claim moves the due time, so two sweeps never take the same row)
     * and publishes it under its next generation. Answers how many were published.
     */
    async sweep(): Promise<number> {
      const [claimed] = await db.write.batch([claimDue(), forgetOld()]);
      const messages = claimed.map(({ envelope, generation }) => ({ event: envelope, generation }));
      try {
        await queue.publish(messages);
      } catch (err) {
        await giveBack(messages.map(({ event }) => event.id));
        throw err;
      }
      for (const { envelope, deadAt } of claimed) {
        const { id: eventId, type } = envelope;
        if (deadAt !== null) log.error("outbox.dead", { eventId, type });
      }
      return claimed.length;
    },
  };
};
export type Outbox = ReturnType<typeof outboxOf>;
