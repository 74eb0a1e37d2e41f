import { afterAnswer } from "#kernel/call";
import type { Clock } from "#kernel/clock";

interface Source<T> {
  read(): Promise<T>;
  clock: Clock;
}

/** From this age on, a copy is read again after the response. */
const FRESH_MS = 15_000;
/** From this age on, a request waits for the new copy. */
export const COPY_MS_MAX = 30_000;
/** The pause after the start of a read. Other requests use the last copy meanwhile. */
const PAUSE_MS = 5_000;

/**
 * Keeps a copy of a value in the isolate for at most 30 seconds. Busy isolates read it after responses, so
 * that requests do not wait. If a read fails, the last copy is used and later reads run after responses.
 * Requests share values and no promises, because a promise of a request hangs when that request ends.
 * @throws what `read` throws if there is no copy yet
 */
export const isolateCopy = <T>({ read, clock }: Source<T>) => {
  let last: { value: T; readAtMs: number } | undefined;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let isFailing = false;

  const refresh = async (): Promise<T> => {
    const readAtMs = clock.now();
    triedAtMs = readAtMs;
    isFailing = true;
    const value = await read();
    isFailing = false;
    last = { value, readAtMs };
    return value;
  };

  return async (): Promise<T> => {
    if (!last) return refresh();
    const { value, readAtMs } = last;
    const nowMs = clock.now();
    const ageMs = nowMs - readAtMs;
    if (ageMs < FRESH_MS || nowMs - triedAtMs < PAUSE_MS) return value;
    const mayWait = ageMs >= COPY_MS_MAX && !isFailing;
    const reading = refresh().catch(() => value);
    afterAnswer(reading);
    return mayWait ? reading : value;
  };
};
