import { appErrorIn } from "#kernel/errors";
import type { Answer } from "#kernel/idempotency";
import type { ExactLimitName } from "#kernel/rate-classes";

const MINUTE_MS = 60 * 1000;

/** How long a reset by mail lets the network that it came from in, whatever strangers have counted. */
export const DOOR_MS = 15 * MINUTE_MS;

/** A bucket: of which limit, and whose. What it is named after is hashed before it leaves the Worker. */
export interface Bucket {
  limit: ExactLimitName;
  of: string;
  /** The door that opens a bucket of its own beside this one; see `ThrottleService.openDoor`. */
  door?: string;
}

/** Names the door of an account for a network; callers without a known network share one. */
export const doorOf = (email: string, network: string | undefined) =>
  `${email} ${network ?? "unknown"}`;

/** A try that was let through. `keys` are the buckets that it is given back to when it was right. */
export interface Try {
  id: string;
  keys: readonly string[];
  /** `RateLimit` and `RateLimit-Policy` of the bucket nearest to its end, for the answer; none of hidden ones. */
  headers: Record<string, string>;
  /** Whether it is to be answered as ever and to have no effect. */
  isSilent: boolean;
}

/** Does the work of a counted try, and puts the try's headers on the answer, also on a refusal. */
export const withHeaders = async (
  { headers }: Pick<Try, "headers">,
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
