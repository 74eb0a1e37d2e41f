const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;

/** What a bucket is kept for. A network is an IPv4 address or the /64 of an IPv6 address. */
type Owner = "network" | "account" | "email" | "mailbox" | "device";

/** A limit that is counted exactly, by a script in Redis: at most `triesMax` in any window of `windowMs`. */
interface ExactLimit {
  of: Owner;
  triesMax: number;
  windowMs: number;
  /** `failures`: a try that succeeds is given back. `all`: each try counts. */
  counts: "failures" | "all";
}

/**
 * The limits of guessing follow OWASP, Authentication Cheat Sheet, "Login Throttling". Known devices of an
 * account have a bucket apart from everybody else's, so that strangers cannot lock the owner out
 * (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
 */
export const EXACT_LIMITS = {
  account: { of: "email", triesMax: 10, windowMs: 15 * MINUTE_MS, counts: "failures" },
  device: { of: "device", triesMax: 10, windowMs: 15 * MINUTE_MS, counts: "failures" },
  address: { of: "network", triesMax: 100, windowMs: HOUR_MS, counts: "failures" },
  /** The current password, which sensitive changes ask for again. */
  proof: { of: "account", triesMax: 10, windowMs: 15 * MINUTE_MS, counts: "failures" },
  /** Requests that mail one mailbox, whoever sends them. */
  mailbox: { of: "mailbox", triesMax: 5, windowMs: HOUR_MS, counts: "all" },
  /** Changes that ask for the current password: the owner is mailed about each. */
  notice: { of: "mailbox", triesMax: 10, windowMs: HOUR_MS, counts: "all" },
  /** Requests that send a mail, from one network or one account. */
  sender: { of: "network", triesMax: 50, windowMs: HOUR_MS, counts: "all" },
} as const satisfies Record<string, ExactLimit>;
export type ExactLimitName = keyof typeof EXACT_LIMITS;

/** A limit of the platform's rate limit binding, whose periods are 10 or 60 seconds. */
interface EdgeClass {
  by: "edge";
  of: "network" | "account";
  requestsMax: number;
  periodSeconds: 10 | 60;
}

interface ExactClass {
  by: "exact";
  limits: readonly ExactLimitName[];
}

/** A limit that the rows of an owner's database count, in the batch of the act itself. */
interface RowsClass {
  by: "rows";
  of: readonly ("network" | "account")[];
}

/**
 * The rate class of each route. Exact classes are counted by the users Worker, and answer 503 when Redis is
 * down. Classes of rows are as exact and need no Redis. Edge classes do not need Redis; routes declare them,
 * and the gateway does not count them yet.
 */
export const RATE_CLASSES = {
  /** Signed messages and health. */
  none: { by: "none" },
  browse: { by: "edge", of: "network", requestsMax: 1200, periodSeconds: 60 },
  search: { by: "edge", of: "network", requestsMax: 600, periodSeconds: 60 },
  cart: { by: "edge", of: "network", requestsMax: 600, periodSeconds: 60 },
  /** Placing an order; the numbers are variables of the orders Worker, see orders/limits.rules.ts. */
  order: { by: "rows", of: ["network", "account"] },
  /** Reading an order by its id and access token. */
  lookup: { by: "edge", of: "network", requestsMax: 120, periodSeconds: 60 },
  account: { by: "edge", of: "account", requestsMax: 300, periodSeconds: 60 },
  staff: { by: "edge", of: "account", requestsMax: 1200, periodSeconds: 60 },
  /** Whatever takes a password or a code. */
  code: { by: "exact", limits: ["account", "device", "address", "proof", "notice", "mailbox"] },
  /** Whatever sends a mail. */
  mail: { by: "exact", limits: ["mailbox", "sender"] },
} as const satisfies Record<string, { by: "none" } | EdgeClass | ExactClass | RowsClass>;
export type RateClass = keyof typeof RATE_CLASSES;
