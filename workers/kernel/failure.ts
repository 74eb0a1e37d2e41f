import type { Clock } from "#kernel/clock";
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

const MINUTE_MS = 60_000;

/**
 * Logs, at error, what may come with every request. An isolate writes one line a minute, with the number
 * since the line before; this limits the line and nothing else.
 */
export const minuteLog = (event: string, clock: Clock) => {
  let quietUntilMs = 0;
  let times = 0;
  return (thrown?: unknown) => {
    times += 1;
    const nowMs = clock.now();
    if (nowMs < quietUntilMs) return;
    log.error(event, { times, ...(thrown === undefined ? {} : { error: thrown }) });
    quietUntilMs = nowMs + MINUTE_MS;
    times = 0;
  };
};

/**
 * Logs requests whose signature does not fit: they may be a stranger's, or every message of a vendor while
 * a key or an address is wrong. Body and signature stay out.
 */
export const refusalLog = (event: string, clock: Clock) => {
  const logRefusal = minuteLog(event, clock);
  return (thrown: unknown) => {
    if (appErrorIn(thrown)?.code === "signature_invalid") logRefusal();
  };
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
