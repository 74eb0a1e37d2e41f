import type { Answer } from "#kernel/mutations/idempotency";

/** The answer 204: the request is done, and there is no body. */
export const NO_CONTENT: Answer = { status: 204, body: "" };
/**
 * The answer 202: the request is accepted. It is the same when nothing was done, to prevent account
 * enumeration.
 */
export const ACCEPTED: Answer = { status: 202, body: "" };

/** Returns a JSON answer. */
export const jsonAnswer = (value: unknown, status = 200): Answer => ({
  status,
  body: JSON.stringify(value),
});
