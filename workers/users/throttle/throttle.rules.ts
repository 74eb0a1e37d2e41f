import { appErrorIn } from "#kernel/errors";
import type { Answer } from "#kernel/mutations/idempotency";
import type { ExactLimitName } from "#kernel/routes/rate-classes";

const MINUTE_MS = 60 * 1000;

/** How long a reset by mail gives its network its own bucket of attempts. */
export const DOOR_MS = 15 * MINUTE_MS;

/** A bucket of a limit for one account, network or mailbox, whose name is hashed before it leaves the Worker. */
export interface Bucket {
  limit: ExactLimitName;
  of: string;
  /** While this door is open, attempts have their own bucket; see `ThrottleService.openDoor`. */
  door?: string;
}

/** Returns the door of an account for a network. Unknown networks share one. */
export const doorOf = (email: string, network: string | undefined) =>
  `${email} ${network ?? "unknown"}`;

/** An allowed attempt. `keys` are the buckets that it is given back to if it was right. */
export interface Attempt {
  id: string;
  keys: readonly string[];
  /** `RateLimit` and `RateLimit-Policy` of the fullest bucket that is not hidden. */
  headers: Record<string, string>;
  /** True if the attempt gets the usual answer and must have no effect. */
  isSilent: boolean;
}

/** Runs the work of an attempt, and adds its headers to the answer or the refusal. */
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
