import { and, desc, eq, isNotNull, isNull, lt, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import type { Database } from "#db/client";
import type { OutboxTable } from "#db/columns";
import { handlersOf } from "#kernel/events/events";
import { outboxGauges } from "#kernel/events/outbox-gauges";
import type { Gauge } from "#kernel/sight/gauges";
import { databaseNowMs } from "#kernel/sql";

/** The states by which staff list events. */
export const OPEN_EVENT_STATES = ["dead", "unacknowledged"] as const;

/** An event of an outbox, without its data. It contains no personal data. */
export const OutboxEvent = z
  .strictObject({
    id: z.string(),
    type: z.string(),
    /** The Worker whose database has the event. */
    owner: z.string(),
    /** The id of the object that the event is about. */
    subject: z.string(),
    state: z.enum([...OPEN_EVENT_STATES, "acknowledged"]),
    /** The Workers that handle the event. */
    handlers: z.array(z.string()),
    /** How often the cron handed the event over. */
    handOvers: z.int(),
    ageSeconds: z.int(),
    createdAt: z.iso.datetime(),
    /** When the next hand-over is due. It has no meaning for a dead or acknowledged event. */
    dueAt: z.iso.datetime(),
    deadAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "OutboxEvent" });
export type OutboxEvent = z.infer<typeof OutboxEvent>;

/** A list query of staff. */
export interface OutboxQuery {
  state: (typeof OPEN_EVENT_STATES)[number];
  /** The last event of the previous page. */
  afterId?: string | undefined;
  limit: number;
}

type Row = OutboxTable["$inferSelect"] & { nowMs: number };

const stateOf = ({ acknowledgedAt, deadAt }: Row): OutboxEvent["state"] => {
  if (acknowledgedAt !== null) return "acknowledged";
  return deadAt === null ? "unacknowledged" : "dead";
};

const timeOf = (ms: number) => new Date(ms).toISOString();

const viewOf = (owner: string, row: Row): OutboxEvent => ({
  id: row.id,
  type: row.type,
  owner,
  subject: row.subject,
  state: stateOf(row),
  handlers: handlersOf(row.envelope) ?? [],
  handOvers: row.generation,
  ageSeconds: Math.max(0, Math.floor((row.nowMs - row.createdAt) / 1000)),
  createdAt: timeOf(row.createdAt),
  dueAt: timeOf(row.dueAt),
  deadAt: row.deadAt === null ? null : timeOf(row.deadAt),
});

/**
 * Selects the events of an outbox. Reads and sorts those of a state only, which a partial index holds: the plus
 * sign hides the ids from the planner, which would read the whole table in their order.
 */
export const outboxRows = (db: Database["read"], table: OutboxTable, query: OutboxQuery) => {
  const id = sql`+${table.id}`;
  const states: Record<OutboxQuery["state"], SQL | undefined> = {
    dead: isNotNull(table.deadAt),
    unacknowledged: and(isNull(table.acknowledgedAt), isNull(table.deadAt)),
  };
  return db
    .select({ row: table, nowMs: databaseNowMs })
    .from(table)
    .where(and(states[query.state], query.afterId ? lt(id, query.afterId) : undefined))
    .orderBy(desc(id))
    .limit(query.limit + 1);
};

/** What operators and staff see of an outbox, and how they make a dead event due again. */
export const outboxOversight = ({ db, table }: { db: Database; table: OutboxTable }) => ({
  /** Returns the metrics of this outbox. */
  gauges: (owner: string): Promise<Gauge[]> => outboxGauges({ db, table, owner }),

  /** Returns the events of a state, newest first; up to `limit + 1`. */
  async list(owner: string, query: OutboxQuery): Promise<OutboxEvent[]> {
    const found = await outboxRows(db.read, table, query);
    return found.map(({ row, nowMs }) => viewOf(owner, { ...row, nowMs }));
  },

  /**
   * Makes a dead event due again, as if it was never handed over. Changes no other event, so it is safe to
   * repeat. Returns the event; null if this outbox does not have it.
   */
  async replay(owner: string, eventId: string): Promise<OutboxEvent | null> {
    const [, [found]] = await db.write.batch([
      db.write
        .update(table)
        .set({ deadAt: null, generation: 0, dueAt: databaseNowMs })
        .where(and(eq(table.id, eventId), isNotNull(table.deadAt), isNull(table.acknowledgedAt))),
      db.write
        .select({ row: table, nowMs: databaseNowMs })
        .from(table)
        .where(eq(table.id, eventId)),
    ]);
    return found ? viewOf(owner, { ...found.row, nowMs: found.nowMs }) : null;
  },
});
