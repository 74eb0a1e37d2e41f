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
  /**
   * `RateLimit` and `RateLimit-Policy` of the sender's own bucket, for the answer. Those of a mailbox would
   * tell a stranger that it was mailed.
   */
  headers: Record<string, string>;
}
