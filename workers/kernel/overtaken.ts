import { AppError } from "#kernel/errors";

/**
 * How often a decision is made anew when another writer was faster. Each time one of the writers gets
 * through, so as many as this succeed at once.
 */
const TRIES_MAX = 10;

/** Answers a request that lost to other writers each time: 409 `conflict`, to be sent again. */
export const overtaken = (detail?: string) =>
  new AppError("conflict", detail, { headers: { "Retry-After": "1" } });

/**
 * Reads, decides and writes, again as long as another writer was faster.
 * @throws 409 `conflict` with Retry-After when that happens each time
 */
export const retryOvertaken = async <T>(
  decide: () => Promise<T>,
  isOvertaken: (err: unknown) => boolean,
): Promise<T> => {
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    try {
      return await decide();
    } catch (err) {
      if (!isOvertaken(err)) throw err;
    }
  }
  throw overtaken();
};
