import { and, asc, eq, inArray, isNull, lt, lte, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { OutboxTable } from "#db/columns";
import { afterAnswer } from "#kernel/call";
import { type Envelope, flowOf, MAIL_FLOW, messagesOf } from "#kernel/events/events";
import { outboxOversight } from "#kernel/events/outbox-oversight";
import type { Queue } from "#kernel/events/queue.client";
import { log } from "#kernel/log";
import { databaseNowMs } from "#kernel/sql";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * How long an event may stay unacknowledged before each hand-over. After the last wait it is dead. The
 * sixth hand-over is after 14 hours and 17 minutes; a mail can still be retried then.
 */
export const HAND_OVER_AFTER_MS = [
  MINUTE_MS / 2,
  2 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  6 * HOUR_MS,
  7 * HOUR_MS,
  ...Array.from({ length: 7 }, () => DAY_MS),
] as const;
const HAND_OVERS_MAX = HAND_OVER_AFTER_MS.length - 1;

/** Events other than mail per claim: the number that one run of the cron can hand over in its time. */
const CLAIM_ROWS = 300;
/** Mail events per claim, because mail is sent at the provider's pace. */
const CLAIM_MAIL_ROWS = 150;
const FORGET_ROWS = 500;
/** How long an acknowledged event is stored. */
const KEPT_MS = 14 * DAY_MS;

/** When the first hand-over of a new event is due, by the database's clock. */
export const firstDueAt = sql`${databaseNowMs} + ${HAND_OVER_AFTER_MS[0]}`;

interface OutboxOptions {
  db: Database;
  table: OutboxTable;
  queue: Queue;
}

/** The wait after the next hand-over, as an SQL expression over the outbox row. */
const nextWaitMs = (table: OutboxTable) => {
  const cases = HAND_OVER_AFTER_MS.map(
    (ms, index) => sql`when ${table.generation} + 1 = ${index} then ${ms}`,
  );
  return sql`case ${sql.join(cases, sql` `)} end`;
};

/**
 * Returns whether the queue refused the events (wrong token, exhausted quota). An operator must then act, so
 * it is logged as an error; an outage is logged as a warning.
 */
const isRefusal = (err: unknown) => {
  const { status } = err as { status?: unknown };
  return typeof status === "number" && status >= 400 && status < 500;
};

const logKick = (err: unknown) =>
  (isRefusal(err) ? log.error : log.warn)("outbox.kick_failed", { error: err });

/**
 * Returns the outbox of one database. Events are rows in the batch of their effect. Publishing them after the
 * commit only makes them faster: the gateway's cron claims the events that are due and not acknowledged, and
 * hands them to their handlers without the queue.
 */
export const outboxOf = ({ db, table, queue }: OutboxOptions) => {
  const open = and(isNull(table.acknowledgedAt), isNull(table.deadAt));
  const overdue = and(open, lte(table.dueAt, databaseNowMs));

  const bury = () =>
    db.write
      .update(table)
      .set({ deadAt: databaseNowMs })
      .where(and(overdue, sql`${table.generation} >= ${HAND_OVERS_MAX}`))
      .returning({ eventId: table.id, type: table.type });

  const claim = (flow: string | null, limit: number) => {
    const due = db.write
      .select({ id: table.id })
      .from(table)
      .where(and(overdue, flow === null ? isNull(table.flow) : eq(table.flow, flow)))
      .orderBy(asc(table.dueAt))
      .limit(limit);
    return db.write
      .update(table)
      .set({
        generation: sql`${table.generation} + 1`,
        dueAt: sql`${databaseNowMs} + ${nextWaitMs(table)}`,
      })
      .where(inArray(table.id, due))
      .returning({ envelope: table.envelope });
  };

  const forgetOld = () => {
    const old = db.write
      .select({ id: table.id })
      .from(table)
      .where(lt(table.acknowledgedAt, sql`${databaseNowMs} - ${KEPT_MS}`))
      .limit(FORGET_ROWS);
    return db.write.delete(table).where(inArray(table.id, old));
  };

  return {
    /** Inserts events, in the batch of their effect. */
    announce: (events: readonly Envelope[]) =>
      db.write.insert(table).values(
        events.flatMap(messagesOf).map((event) => ({
          id: event.id,
          type: event.type,
          subject: event.subject,
          envelope: event,
          flow: flowOf(event),
          createdAt: Date.parse(event.time),
          dueAt: firstDueAt,
          acknowledgedAt: event.handlers === "" ? databaseNowMs : null,
        })),
      ),

    /** Marks events as done, in the database batch of the effect that they ask for. */
    markDone: (eventIds: readonly string[]) =>
      db.write
        .update(table)
        .set({ acknowledgedAt: databaseNowMs })
        .where(inArray(table.id, [...eventIds])),

    /** Starts to publish committed events; the response does not wait for it. This only speeds up delivery. */
    kick(events: readonly Envelope[]) {
      const published = events.flatMap(messagesOf).filter(({ handlers }) => handlers !== "");
      afterAnswer(queue.publish(published).catch(logKick));
    },

    /** Marks events as done, after every handler has committed its effect. */
    async acknowledge(eventIds: readonly string[]) {
      await db.write
        .update(table)
        .set({ acknowledgedAt: databaseNowMs })
        .where(and(inArray(table.id, [...eventIds]), isNull(table.acknowledgedAt)));
    },

    /**
     * Claims overdue events and returns them. A claim postpones the due time, so that two runs of the
     * cron never take the same row and a run that dies uses one hand-over. Logs events that had their
     * last hand-over.
     */
    async claimOverdue(): Promise<Envelope[]> {
      const [dead, claimed, mail] = await db.write.batch([
        bury(),
        claim(null, CLAIM_ROWS),
        claim(MAIL_FLOW, CLAIM_MAIL_ROWS),
        forgetOld(),
      ]);
      for (const { eventId, type } of dead) log.error("outbox.dead", { eventId, type });
      return [...claimed, ...mail].map(({ envelope }) => envelope);
    },

    /** Makes claimed events that reached no handler due again, without counting the hand-over. */
    async giveBack(eventIds: readonly string[]) {
      await db.write
        .update(table)
        .set({ generation: sql`${table.generation} - 1`, dueAt: databaseNowMs })
        .where(and(inArray(table.id, [...eventIds]), open, sql`${table.generation} > 0`));
    },

    ...outboxOversight({ db, table }),

    /**
     * Returns the age in seconds of the oldest event that is neither done nor dead; null if there is none.
     */
    async oldestSeconds(): Promise<number | null> {
      const [row] = await db.read
        .select({ ageMs: sql<number | null>`${databaseNowMs} - min(${table.createdAt})` })
        .from(table)
        .where(open);
      return row?.ageMs == null ? null : Math.max(0, Math.floor(row.ageMs / 1000));
    },
  };
};
export type Outbox = ReturnType<typeof outboxOf>;
