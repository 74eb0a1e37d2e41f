import type { Clock } from "#kernel/clock";
import { EnvironmentError } from "#kernel/env";
import { AppError, appErrorIn, PROBLEMS } from "#kernel/errors";
import { log, messageOf } from "#kernel/log";

/** Logs a thrown value, unless it is an AppError with a 4xx status, which callers expect. */
export const logFailure = (event: string, thrown: unknown) => {
  const known = appErrorIn(thrown);
  if (known && PROBLEMS[known.code][0] < 500) return;
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  log.error(event, { error: thrown, cause });
};

const MINUTE_MS = 60_000;

/**
 * Logs errors that any request can cause. Each isolate writes at most one line a minute, with the number of
 * errors since the previous line. It limits only the log.
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
 * Logs requests with an invalid signature. They may be forged, or they may be all of a vendor's
 * messages while a key or an address is misconfigured. The log contains no body and no signature.
 */
export const refusalLog = (event: string, clock: Clock) => {
  const logRefusal = minuteLog(event, clock);
  return (thrown: unknown) => {
    if (appErrorIn(thrown)?.code === "signature_invalid") logRefusal();
  };
};

/**
 * Returns a thrown value in a form that may cross a binding. The runtime logs it verbatim, and drops
 * all properties if one of them cannot be cloned. So causes and bound values are removed.
 */
export const errorOverRpc = (thrown: unknown): Error => {
  if (thrown instanceof EnvironmentError) return thrown;
  const known = appErrorIn(thrown);
  if (!known) return new Error(thrown instanceof Error ? messageOf(thrown) : "unknown failure");
  const { code, message, errors, extensions, headers } = known;
  return Object.assign(new AppError(code, message), { errors, extensions, headers });
};
