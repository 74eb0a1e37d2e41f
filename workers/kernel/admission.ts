import { afterAnswer } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";

interface AdmissionOptions {
  /** Requests that this isolate serves at once. */
  atOnce: number;
  /** How long a request waits for a slot before it is answered 503. */
  patienceMs: number;
  clock: Clock;
}

const POLL_EVERY_MS = 15;
/** A slot is free again after this time, even if its request never ended. */
const SLOT_LAPSES_MS = 20_000;

const pause = () =>
  new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS * (0.5 + Math.random())));

/**
 * Limits the requests that run at the same time, so that each meets its deadlines; other requests wait. Each
 * isolate counts its own requests, and the count only affects timing. Each request polls on its own timer,
 * because a promise of another request hangs when that request ends.
 * @throws 503 `overloaded` with Retry-After if no slot becomes free in time
 */
export const admission = ({ atOnce, patienceMs, clock }: AdmissionOptions) => {
  const inside = new Map<symbol, number>();

  const isFull = () => {
    if (inside.size < atOnce) return false;
    const lapsed = clock.now() - SLOT_LAPSES_MS;
    for (const [slot, since] of inside) if (since < lapsed) inside.delete(slot);
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
    const slot = Symbol("slot");
    inside.set(slot, clock.now());
    const served = work().finally(() => inside.delete(slot));
    // The work continues when the client disconnects; otherwise its slot would stay occupied.
    afterAnswer(served);
    return served;
  };
};
export type Admission = ReturnType<typeof admission>;
