import { afterAnswer } from "#kernel/call";
import type { Clock } from "#kernel/clock";

interface Reading<T> {
  ask(): Promise<T>;
  /** How long a result is reused before it is read again. */
  freshMs: number;
  clock: Clock;
}

/** The longest that a request waits for a first result that another one has asked for. */
const PATIENCE_MS = 4000;
const LOOK_EVERY_MS = 20;

const pause = () => new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));

/**
 * Shares one result among all requests of an isolate: it is asked for at most once in `freshMs`. While one
 * request asks, the others get the last result. Before there is any they wait on timers of their own,
 * because a promise of another request would hang when that request ends. Returns undefined when the first
 * result has not come in time.
 */
export const sharedReading = <T>({ ask, freshMs, clock }: Reading<T>) => {
  let askedAt = Number.NEGATIVE_INFINITY;
  let last: T | undefined;

  const refresh = async () => {
    askedAt = clock.now();
    const asked = ask().then((result) => {
      last = result;
    });
    // Continues when its caller disconnects, because other callers wait for it.
    afterAnswer(asked);
    await asked;
  };

  return async (): Promise<T | undefined> => {
    if (clock.now() - askedAt >= freshMs) await refresh();
    const until = Date.now() + PATIENCE_MS;
    while (last === undefined && Date.now() < until) await pause();
    return last;
  };
};
