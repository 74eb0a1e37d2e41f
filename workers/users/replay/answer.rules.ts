import type { Answer } from "#kernel/idempotency";

/** It is done, and there is nothing to say. */
export const NO_CONTENT: Answer = { status: 204, body: "" };
/** It has begun, or there was nothing to begin: whoever asks is told the same. */
export const ACCEPTED: Answer = { status: 202, body: "" };

/** It is done, and this is what came of it. */
export const jsonAnswer = (value: unknown, status = 200): Answer => ({
  status,
  body: JSON.stringify(value),
});
