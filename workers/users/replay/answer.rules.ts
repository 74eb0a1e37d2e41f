import type { Answer } from "#kernel/mutations/idempotency";

/** 204: done, without a body. */
export const NO_CONTENT: Answer = { status: 204, body: "" };
/** 202: accepted, and also when nothing was done, to prevent account enumeration. */
export const ACCEPTED: Answer = { status: 202, body: "" };

/** Returns a JSON answer. */
export const jsonAnswer = (value: unknown, status = 200): Answer => ({
  status,
  body: JSON.stringify(value),
});
