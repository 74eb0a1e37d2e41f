import type { Database } from "bun:sqlite";

/** A message that is published again each time its cron line says. */
export interface Schedule {
  scheduleId: string;
  cron: string;
  destination: string;
  headers: Record<string, string>;
  body: Uint8Array;
  createdAt: number;
  isPaused: boolean;
  lastAt: number | null;
  nextAt: number;
}

type ScheduleRow = Omit<Schedule, "headers" | "isPaused"> & { headers: string; isPaused: number };

const fromRow = (row: ScheduleRow): Schedule => ({
  ...row,
  headers: JSON.parse(row.headers),
  isPaused: row.isPaused === 1,
});

export class ScheduleStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  #rows(where: string, ...params: (string | number)[]) {
    return this.#db
      .query<ScheduleRow, (string | number)[]>(`SELECT * FROM schedules ${where}`)
      .all(...params)
      .map(fromRow);
  }

  get = (id: string): Schedule | undefined => this.#rows("WHERE scheduleId = ?", id)[0];
  list = () => this.#rows("ORDER BY createdAt, scheduleId");
  due = (now: number) => this.#rows("WHERE nextAt <= ? AND NOT isPaused", now);

  nextDue = () =>
    this.#db
      .query<{ n: number | null }, []>("SELECT MIN(nextAt) AS n FROM schedules WHERE NOT isPaused")
      .get()?.n ?? undefined;

  save(schedule: Schedule) {
    this.#db
      .query("INSERT OR REPLACE INTO schedules VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(
        schedule.scheduleId,
        schedule.cron,
        schedule.destination,
        JSON.stringify(schedule.headers),
        schedule.body,
        schedule.createdAt,
        schedule.isPaused ? 1 : 0,
        schedule.lastAt,
        schedule.nextAt,
      );
  }

  remove(id: string) {
    return this.#db.query("DELETE FROM schedules WHERE scheduleId = ?").run(id).changes > 0;
  }
}
