import { AppError } from "#kernel/errors";

/**
 * Attempts before giving up. Each time one of the writers succeeds, so as many writers as this can
 * compete without any of them failing.
 */
const TRIES_MAX = 10;

/** What an attempt returns when another writer won. */
export const CONFLICT = Symbol("conflict");

interface RetryPolicy {
  triesMax?: number;
  /** Recognises a thrown error that means the same as `CONFLICT`. */
  isConflict?(err: unknown): boolean;
  /** For the caller, when every attempt lost. */
  detail?: string;
}

/** A request that lost to other writers each time: 409 `conflict` with Retry-After. */
export const conflict = (detail?: string) =>
  new AppError("conflict", detail, { headers: { "Retry-After": "1" } });

/**
 * Reads, decides and writes, again while another writer is faster.
 * @param attempt returns `CONFLICT` when another writer won; it must read again each time
 * @throws 409 `conflict` with Retry-After when the last attempt loses too
 */
export const retryOnConflict = async <T>(
  attempt: (triesSoFar: number) => Promise<T | typeof CONFLICT>,
  { triesMax = TRIES_MAX, isConflict = () => false, detail }: RetryPolicy = {},
): Promise<T> => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    try {
      const value = await attempt(tries);
      if (value !== CONFLICT) return value as T;
    } catch (err) {
      if (!isConflict(err)) throw err;
    }
  }
  throw conflict(detail);
};
