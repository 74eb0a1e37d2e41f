import { AppError, type FieldError, type ProblemCode } from "#kernel/errors";
import type { Result } from "#kernel/result";

/** For each error code that is about one field: the field's pointer and message. */
const FIELDS: Partial<Record<ProblemCode, Pick<FieldError, "pointer" | "message">>> = {
  email_taken: { pointer: "/email", message: "Must not be the address of another account." },
  email_unverified: { pointer: "/roles", message: "Staff must have a verified address." },
  invalid_credentials: { pointer: "/currentPassword", message: "Must be the current password." },
  second_factor_invalid: { pointer: "/code", message: "Must be a current code." },
  token_invalid: { pointer: "/token", message: "Must be the token of a link that is still valid." },
};

/** Returns the error of an error code, with the field that the error is about. */
export const refusal = (code: ProblemCode, headers: Record<string, string> = {}) => {
  const field = FIELDS[code];
  return new AppError(code, undefined, {
    headers,
    ...(field ? { errors: [{ ...field, code }] } : {}),
  });
};

/**
 * Throws the error of a batch that a guard has failed.
 * @param problems the error code of each guard
 */
export const requireCommitted = <Refusal extends string>(
  outcome: Result<unknown, Refusal>,
  problems: Record<Refusal, ProblemCode>,
): void => {
  if (!outcome.ok) throw refusal(problems[outcome.refusal]);
};
