import { AppError } from "#kernel/errors";

/**
 * Maximum attempts. In each round one writer succeeds, so this many writers can compete without a
 * failure.
 */
const TRIES_MAX = 10;

/** The value that an attempt returns if another writer won. */
export const CONFLICT = Symbol("conflict");

interface RetryPolicy {
  triesMax?: number;
  /** Recognises a thrown error that means the same as `CONFLICT`. */
  isConflict?(err: unknown): boolean;
  /** The problem detail for the client if every attempt lost. */
  detail?: string;
}

/** A request that lost to other writers in every attempt: 409 `conflict` with Retry-After. */
export const conflict = (detail?: string) =>
  new AppError("conflict", detail, { headers: { "Retry-After": "1" } });

/**
 * Reads, decides and writes, and repeats this while another writer wins.
 * @param attempt returns `CONFLICT` if another writer won; it must read again each time
 * @throws 409 `conflict` with Retry-After if the last attempt loses too
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
