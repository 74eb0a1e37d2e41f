import { type Database, type Statement, statements } from "#db/client";
import { ok, type Result, refuse } from "#kernel/result";
import { sqlFailureIn } from "#kernel/sql";

/** Refusals of a statement that several constraints may refuse: by the name of each, or by its first column, such as `orders.number`. */
export type ByConstraint<Name extends string> = Readonly<Record<string, Name>>;

/** A statement that may refuse its batch, and the name that the refusal is reported by. */
export interface Guard<Name extends string> {
  refusal: Name | ByConstraint<Name>;
  statement: Statement;
}

export type BatchStep<Name extends string> = Statement | Guard<Name>;

/** Names the refusal of a statement: an `expectChanges`, or a write that a constraint may refuse. */
export const guard = <Name extends string>(
  refusal: Name | ByConstraint<Name>,
  statement: Statement,
): Guard<Name> => ({
  refusal,
  statement,
});

const isGuard = <Name extends string>(step: BatchStep<Name> | undefined): step is Guard<Name> =>
  step !== undefined && "refusal" in step;

/** A constraint, or the overflow by which `raiseUnless` refuses; anything else is a failure of the database. */
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
 * Commits a batch. Returns the result of each statement, or the name of the guard that refused the batch,
 * in which case nothing has changed.
 * @throws when a statement without a name fails, or the database itself
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
