import { afterAnswer } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";

interface AdmissionOptions {
  /** Requests that may be on their way through the shop at once, in this isolate. */
  atOnce: number;
  /** How long one waits to be let in before it is told to come back. */
  patienceMs: number;
  clock: Clock;
}

const LOOK_EVERY_MS = 15;
/** Whatever became of a request, its place is free again after this. */
const PLACE_LAPSES_MS = 20_000;

const pause = () =>
  new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS * (0.5 + Math.random())));

/**
 * A crowd at the door: so many are served at once that each still meets its deadlines, the others wait
 * a little. The count is a hint of one isolate and decides nothing but the pace. Each waits on a timer
 * of its own, because a promise of another request would hang when that request ends.
 * @throws 503 `overloaded` with Retry-After when the wait was in vain
 */
export const admission = ({ atOnce, patienceMs, clock }: AdmissionOptions) => {
  const inside = new Map<symbol, number>();

  const isFull = () => {
    if (inside.size < atOnce) return false;
    const lapsed = clock.now() - PLACE_LAPSES_MS;
    for (const [place, since] of inside) if (since < lapsed) inside.delete(place);
    return inside.size >= atOnce;
  };

  return async <T>(work: () => Promise<T>): Promise<T> => {
    const until = clock.now() + patienceMs;
    while (isFull()) {
      if (clock.now() > until) {
        throw new AppError("overloaded", undefined, { headers: { "Retry-After": "2" } });
      }
      await pause();
    }
    const place = Symbol("place");
    inside.set(place, clock.now());
    const served = work().finally(() => inside.delete(place));
    // It goes on when its caller leaves, or leaving would keep places taken.
    afterAnswer(served);
    return served;
  };
};
export type Admission = ReturnType<typeof admission>;
