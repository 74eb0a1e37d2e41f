import { EnvironmentError } from "#kernel/env";
import { AppError, appErrorIn, PROBLEMS } from "#kernel/errors";
import { log, messageOf } from "#kernel/log";

/** Logs what was thrown, unless it is a refusal that its caller was to expect. */
export const logFailure = (event: string, thrown: unknown) => {
  const known = appErrorIn(thrown);
  if (known && PROBLEMS[known.code][0] < 500) return;
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  log.error(event, { error: thrown, cause });
};

/**
 * A thrown value as it may leave a Worker over a binding: the runtime logs it word for word, and drops
 * the code and everything else when a single property cannot be cloned. So causes and bound values stay.
 */
export const departing = (thrown: unknown): Error => {
  if (thrown instanceof EnvironmentError) return thrown;
  const known = appErrorIn(thrown);
  if (!known) return new Error(thrown instanceof Error ? messageOf(thrown) : "unknown failure");
  const { code, message, errors, extensions, headers } = known;
  return Object.assign(new AppError(code, message), { errors, extensions, headers });
};
