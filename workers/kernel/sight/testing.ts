import { type SQL, sql } from "drizzle-orm";
import type { Connection, Database } from "#db/client";
import type { Gauge } from "#kernel/sight/gauges";

interface GaugesStore {
  gauges(): Promise<Gauge[]>;
}

/** Returns how SQLite reads the tables for a store's gauges, one line for each table. */
export const readingPlan = async ({
  db,
  store,
}: {
  db: Database;
  store(options: { db: Database }): GaugesStore;
}): Promise<string[]> => {
  const queries: SQL[] = [];
  const all = async (query: SQL) => {
    queries.push(query);
    return [];
  };
  await store({ db: { ...db, read: { all } as unknown as Connection } }).gauges();
  const plans = await Promise.all(
    queries.map((query) => db.read.all<{ detail: string }>(sql`explain query plan ${query}`)),
  );
  return plans
    .flat()
    .flatMap(({ detail }) => (/^(SEARCH|SCAN) (?!\(|CONSTANT)/.test(detail) ? [detail] : []));
};
