/** How many tries a bucket takes within how long; a try that was right is given back. */
interface Limit {
  triesMax: number;
  windowMs: number;
}

const MINUTE_MS = 60 * 1000;

/**
 * OWASP Authentication Cheat Sheet, "Login Throttling". An account's bucket is everybody's who has no
 * token of a known device; all known devices of an account share another one, so that strangers cannot
 * lock the owner out (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
 */
export const LIMITS = {
  account: { triesMax: 10, windowMs: 15 * MINUTE_MS },
  device: { triesMax: 10, windowMs: 15 * MINUTE_MS },
  address: { triesMax: 100, windowMs: 60 * MINUTE_MS },
  /** The current password, which sensitive changes ask for again. */
  proof: { triesMax: 10, windowMs: 15 * MINUTE_MS },
} as const satisfies Record<string, Limit>;
/** How long a reset by mail lets the network that it came from in, whatever strangers have counted. */
export const DOOR_MS = 15 * MINUTE_MS;
export type LimitName = keyof typeof LIMITS;

/** A bucket: of which limit, and whose. What it is named after is hashed before it leaves the Worker. */
export interface Bucket {
  limit: LimitName;
  of: string;
  /** The door that opens a bucket of its own beside this one; see `ThrottleService.openDoor`. */
  door?: string;
}

/** Names the door of an account for a network; callers without a known network share one. */
export const doorOf = (email: string, network: string | undefined) =>
  `${email} ${network ?? "unknown"}`;

/** A try that was let through, to be given back when it was right. */
export interface Try {
  id: string;
  keys: readonly string[];
}
