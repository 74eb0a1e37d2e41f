import { appErrorIn } from "#kernel/errors";
import type { Answer } from "#kernel/mutations/idempotency";
import type { ExactLimitName } from "#kernel/routes/rate-classes";

const MINUTE_MS = 60 * 1000;

/** How long a network has its own bucket of attempts after a password reset. */
export const DOOR_MS = 15 * MINUTE_MS;

/** A bucket of a limit for one account, network or mailbox, whose name is hashed before it leaves the Worker. */
export interface Bucket {
  limit: ExactLimitName;
  of: string;
  /**
   * A name for the account and network that may get their own bucket. While this door is open, attempts are
   * counted in that bucket; see `ThrottleService.openDoor`.
   */
  door?: string;
}

/** Returns the name of the door of an account and a network. Unknown networks share one door. */
export const doorOf = (email: string, network: string | undefined) =>
  `${email} ${network ?? "unknown"}`;

/**
 * An allowed attempt. `keys` are the buckets in which it is no longer counted after it has proved right.
 */
export interface Attempt {
  id: string;
  keys: readonly string[];
  /** The headers `RateLimit` and `RateLimit-Policy` of the fullest bucket that is not hidden. */
  headers: Record<string, string>;
  /** True if the attempt gets the usual answer and must have no effect. */
  isSilent: boolean;
}

/** Runs the work of an attempt, and adds the attempt's headers to the answer or the error. */
export const withHeaders = async (
  { headers }: Pick<Attempt, "headers">,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  try {
    return { ...(await work()), headers };
  } catch (err) {
    const refusal = appErrorIn(err);
    if (refusal) refusal.headers = { ...headers, ...refusal.headers };
    throw err;
  }
};
