import { type Database, type Statement, statements } from "#db/client";
import { ok, type Result, refuse } from "#kernel/result";
import { sqlFailureIn } from "#kernel/sql";

/**
 * Refusal names of a statement with several constraints, keyed by the constraint's name or its first
 * column, such as `orders.number`.
 */
export type ByConstraint<Name extends string> = Readonly<Record<string, Name>>;

/** A statement that may fail its database batch, and the name by which the failure is reported. */
export interface Guard<Name extends string> {
  refusal: Name | ByConstraint<Name>;
  statement: Statement;
}

export type BatchStep<Name extends string> = Statement | Guard<Name>;

/**
 * Names the failure of a statement that is a guard: an `expectChanges`, a select that raises, or a write that may
 * violate a constraint.
 */
export const guard = <Name extends string>(
  refusal: Name | ByConstraint<Name>,
  statement: Statement,
): Guard<Name> => ({
  refusal,
  statement,
});

const isGuard = <Name extends string>(step: BatchStep<Name> | undefined): step is Guard<Name> =>
  step !== undefined && "refusal" in step;

/**
 * Matches constraint violations and the overflow of `raiseUnless`. Anything else is a failure of the
 * database.
 */
const REFUSED = /constraint failed|integer overflow/i;

const refusalIn = <Name extends string>(err: unknown, steps: readonly BatchStep<Name>[]) => {
  const failure = sqlFailureIn(err);
  if (failure?.statementIndex === undefined || !REFUSED.test(failure.message)) return undefined;
  const step = steps[failure.statementIndex];
  if (!isGuard(step)) return undefined;
  if (typeof step.refusal === "string") return step.refusal;
  const byColumn = Object.entries(step.refusal).find(([column]) =>
    failure.message.includes(`constraint failed: ${column}`),
  );
  return byColumn?.[1];
};

/**
 * Commits a database batch. Returns the result of each statement, or the name of the guard that failed the
 * batch; in that case nothing has changed.
 * @throws if a statement without a name fails, or the database itself
 */
export const commitGuarded = async <Name extends string>(
  db: Pick<Database, "write">,
  steps: readonly BatchStep<Name>[],
): Promise<Result<readonly unknown[], Name>> => {
  const list = steps.map((step) => (isGuard(step) ? step.statement : step));
  try {
    return ok(await db.write.batch(statements(list)));
  } catch (err) {
    const refusal = refusalIn(err, steps);
    if (refusal === undefined) throw err;
    return refuse(refusal);
  }
};
