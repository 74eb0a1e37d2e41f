import { AppError, type ProblemCode } from "#kernel/errors";
import type { Result } from "#kernel/result";

/**
 * Throws the problem of a refused batch.
 * @param problems the error code of each guard
 */
export const requireCommitted = <Refusal extends string>(
  outcome: Result<unknown, Refusal>,
  problems: Record<Refusal, ProblemCode>,
): void => {
  if (!outcome.ok) throw new AppError(problems[outcome.refusal]);
};
