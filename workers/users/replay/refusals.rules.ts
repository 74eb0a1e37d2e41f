import { AppError, type FieldError, type ProblemCode } from "#kernel/errors";
import type { Result } from "#kernel/result";

/** Problems that are about one field: its pointer, and what it must be. */
const FIELDS: Partial<Record<ProblemCode, Pick<FieldError, "pointer" | "message">>> = {
  email_taken: { pointer: "/email", message: "Must not be the address of another account." },
  email_unverified: { pointer: "/roles", message: "Staff must have a verified address." },
  invalid_credentials: { pointer: "/currentPassword", message: "Must be the current password." },
  second_factor_invalid: { pointer: "/code", message: "Must be a current code." },
  token_invalid: { pointer: "/token", message: "Must be the token of a link that is still valid." },
};

/** Returns the problem of a code, with the field that it is about. */
export const refusal = (code: ProblemCode, headers: Record<string, string> = {}) => {
  const field = FIELDS[code];
  return new AppError(code, undefined, {
    headers,
    ...(field ? { errors: [{ ...field, code }] } : {}),
  });
};

/**
 * Throws the problem of a refused batch.
 * @param problems the error code of each guard
 */
export const requireCommitted = <Refusal extends string>(
  outcome: Result<unknown, Refusal>,
  problems: Record<Refusal, ProblemCode>,
): void => {
  if (!outcome.ok) throw refusal(problems[outcome.refusal]);
};
