import { afterAnswer } from "#kernel/call";
import type { Clock } from "#kernel/clock";

interface Reading<T> {
  ask(): Promise<T>;
  /** How long a result is reused before it is read again. */
  freshMs: number;
  clock: Clock;
}

/** The longest that a request waits for a first result that another request is reading. */
const WAIT_MS_MAX = 4000;
const POLL_EVERY_MS = 20;

const pause = () => new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));

/**
 * Shares one result among all requests of an isolate, and reads it at most once in `freshMs`. While one
 * request reads, the others get the last result. Before the first result they poll on timers of their
 * own, because a promise of another request would hang when that request ends. Returns undefined if the
 * first result does not arrive in time.
 */
export const sharedReading = <T>({ ask, freshMs, clock }: Reading<T>) => {
  let askedAt = Number.NEGATIVE_INFINITY;
  let last: T | undefined;

  const refresh = async () => {
    askedAt = clock.now();
    const reading = ask().then((result) => {
      last = result;
    });
    // Continues when its caller disconnects, because other callers wait for it.
    afterAnswer(reading);
    await reading;
  };

  return async (): Promise<T | undefined> => {
    if (clock.now() - askedAt >= freshMs) await refresh();
    const until = Date.now() + WAIT_MS_MAX;
    while (last === undefined && Date.now() < until) await pause();
    return last;
  };
};
