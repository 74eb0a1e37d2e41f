import type { Database } from "./database";
import { SqlError } from "./error";
import { statementIn } from "./statement";
import type { Batch, StreamRequest } from "./wire";

/** How SQLite runs a statement: the lines of EXPLAIN QUERY PLAN. */
export interface Plan {
  sql: string;
  steps: string[];
}

const STATEMENTS_MAX = 2000;
const HAS_PLAN = /^\s*(select|insert|update|delete|with)\b/i;

const textsIn = (request: StreamRequest): string[] => {
  const ofBatch = ({ steps }: Batch) => steps.flatMap(({ stmt }) => stmt.sql ?? []);
  if (request.type === "batch") return ofBatch(request.batch);
  return request.type === "execute" ? [request.stmt.sql ?? []].flat() : [];
};

/** Remembers the text of each statement that a database ran, up to 2,000. */
export const statementLog = () => {
  const texts = new Map<Database, Set<string>>();

  const stepsOf = (database: Database, sql: string) =>
    database.onSharedConnection(({ connection }) => {
      const statement = statementIn(`explain query plan ${sql}`);
      const { rows } = connection.execute(
        statement,
        statement.params.map(() => null),
      );
      return rows.map((row) => String((row[3] as { value?: string }).value));
    });

  return {
    note(database: Database, requests: readonly StreamRequest[]) {
      const seen = texts.get(database) ?? new Set();
      texts.set(database, seen);
      for (const sql of requests.flatMap(textsIn))
        if (seen.size < STATEMENTS_MAX && HAS_PLAN.test(sql)) seen.add(sql);
    },
    /** Returns the plans of the statements, as the schema is now. Leaves out those that it no longer fits. */
    plans: (database: Database): Plan[] =>
      [...(texts.get(database) ?? [])].flatMap((sql) => {
        try {
          return [{ sql, steps: stepsOf(database, sql) }];
        } catch (error) {
          if (error instanceof SqlError) return [];
          throw error;
        }
      }),
  };
};
