import type { Plan } from "#cloud/libsql";
import type { DatabaseName } from "#db/databases";

const SCAN = /^SCAN (\w+)(?! VIRTUAL)/;
const SORT = /^USE TEMP B-TREE FOR (ORDER BY|GROUP BY|DISTINCT)/;

/** A statement that may scan or sort, by a part of its text, because of what it reads. */
export interface PlanException {
  text: RegExp;
  step: RegExp;
  because: string;
}

/** The step of a plan that reads a whole table, or sorts rows. */
export const STEP = { SCAN, SORT } as const;

/** Returns whether a name stands for a table in a statement, and not for a list or a part of the statement. */
const isTable = (name: string, sql: string) =>
  new RegExp(`"\\w+" (as )?"?${name}\\b`, "i").test(sql) || sql.includes(`"${name}"`);

const growsWithTable = (step: string, sql: string) => {
  const [, scanned] = SCAN.exec(step) ?? [];
  return SORT.test(step) || (scanned !== undefined && isTable(scanned, sql));
};

/** Returns the steps of a plan whose cost grows with a table, except those of a list. */
export const growingSteps = (
  { sql, steps }: Plan,
  exceptions: readonly PlanException[],
): string[] =>
  steps.filter(
    (step) =>
      growsWithTable(step, sql) &&
      !exceptions.some((exception) => exception.text.test(sql) && exception.step.test(step)),
  );

interface Checked {
  /** The URL of the stand-in, which knows the statements. */
  cloudUrl: string;
  name: DatabaseName;
  exceptions: readonly PlanException[];
}

/**
 * Fails if a statement that a Worker has sent to its database scans a table that grows, or sorts its rows. Suites
 * end with it, so that it holds for all statements that they send.
 */
export const requireIndexesOf = async ({ cloudUrl, name, exceptions }: Checked) => {
  const answer = await fetch(`${cloudUrl}/_dev/plans/${name}`);
  const { plans } = (await answer.json()) as { plans: Plan[] };
  const found = plans.flatMap(({ sql, steps }) => {
    const onOneLine = sql.replace(/\s+/g, " ");
    return growingSteps({ sql: onOneLine, steps }, exceptions).map(
      (step) => `${step}: ${onOneLine}`,
    );
  });
  if (found.length > 0)
    throw new Error(
      `Statements without an index (plans.testing.ts of ${name}):\n${found.join("\n")}`,
    );
};
