import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { OutboxTable } from "#db/columns";
import type { Gauge } from "#kernel/sight/gauges";
import { databaseNowMs } from "#kernel/sql";

interface OwnersOutbox {
  db: Database;
  table: OutboxTable;
  owner: string;
}

const DEAD_MAX = 10_000;

const secondsSince = (ms: SQL) => sql`max(0, (${databaseNowMs} - ${ms}) / 1000)`;

/** Returns the metrics of an owner's outbox, in one round trip. */
export const outboxGauges = async ({ db, table, owner }: OwnersOutbox): Promise<Gauge[]> => {
  const [row] = await db.read.all<{ oldest: number | null; overdue: number | null; dead: number }>(
    sql`select ${secondsSince(sql`min(created_at)`)} as oldest,
      ${secondsSince(sql`min(due_at)`)} as overdue,
      (select count(*) from
        (select 1 from ${table} where dead_at is not null limit ${DEAD_MAX})) as dead
      from ${table} where acknowledged_at is null and dead_at is null`,
  );
  const labels = { owner };
  return [
    { name: "bodega_events_oldest_seconds", labels, value: row?.oldest ?? 0 },
    { name: "bodega_events_overdue_seconds", labels, value: row?.overdue ?? 0 },
    { name: "bodega_events_dead", labels, value: row?.dead ?? 0 },
  ];
};
