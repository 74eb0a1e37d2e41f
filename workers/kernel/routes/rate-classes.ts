const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;

/** What a bucket belongs to. A network is an IPv4 address or the /64 of an IPv6 address. */
type Owner = "network" | "account" | "email" | "mailbox" | "device";

/** A limit that a Redis script counts exactly: at most `triesMax` in any window of `windowMs`. */
export interface ExactLimit {
  of: Owner;
  triesMax: number;
  windowMs: number;
  /** `failures`: only failed attempts count. `all`: each attempt counts. */
  counts: "failures" | "all";
  /** `silence`: requests beyond the limit get the usual response and have no effect. Otherwise they get 429. */
  beyond?: "silence";
  /**
   * If true, responses to accepted requests do not show the remaining quota, because it would reveal requests
   * of other clients.
   */
  hidden?: true;
}

/**
 * The limits of guessing follow OWASP, Authentication Cheat Sheet, "Login Throttling". Known devices of an
 * account have a separate bucket, so that strangers cannot lock the owner out
 * (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
 */
export const EXACT_LIMITS = {
  account: { of: "email", triesMax: 10, windowMs: 15 * MINUTE_MS, counts: "failures" },
  device: { of: "device", triesMax: 10, windowMs: 15 * MINUTE_MS, counts: "failures" },
  address: { of: "network", triesMax: 100, windowMs: HOUR_MS, counts: "failures" },
  /** Changes that require the current password. */
  proof: { of: "account", triesMax: 10, windowMs: 15 * MINUTE_MS, counts: "failures" },
  /** Requests that send a mail to one mailbox, from any sender. */
  mailbox: { of: "mailbox", triesMax: 5, windowMs: HOUR_MS, counts: "all", hidden: true },
  /** Changes that require the current password: the owner gets a mail about each. */
  notice: { of: "mailbox", triesMax: 10, windowMs: HOUR_MS, counts: "all", hidden: true },
  /**
   * Password resets of one mailbox, from any sender. A 429 would reveal that other clients have requested
   * one. The window is as long as a link is valid, so that a mailbox that gets no further mail holds a valid
   * link.
   */
  resetMailbox: {
    of: "mailbox",
    triesMax: 5,
    windowMs: 30 * MINUTE_MS,
    counts: "all",
    beyond: "silence",
    hidden: true,
  },
  /**
   * Password resets of one mailbox from one network, so that one network cannot use up the mailbox's limit.
   */
  reset: { of: "mailbox", triesMax: 2, windowMs: 30 * MINUTE_MS, counts: "all", hidden: true },
  /** Exports of an account's data, each of which sends a mail. */
  export: { of: "account", triesMax: 5, windowMs: HOUR_MS, counts: "all" },
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
  /** The class that the gateway counts first, with a higher maximum. */
  outer: EdgeClassName;
  limits: readonly ExactLimitName[];
}

/** A limit counted by database rows, in the same batch as the mutation. */
interface RowsClass {
  by: "rows";
  /** See `ExactClass`. */
  outer: EdgeClassName;
  of: readonly ("network" | "account")[];
}

/**
 * Classes that the gateway counts, each by its own binding; a test compares wrangler.toml with these numbers.
 * A class that counts by account counts requests without an account by network.
 */
export const EDGE_CLASSES = {
  browse: { by: "edge", of: "network", requestsMax: 1200, periodSeconds: 60 },
  search: { by: "edge", of: "network", requestsMax: 600, periodSeconds: 60 },
  /** Feeds of all products, each of which reads the whole catalogue. */
  feed: { by: "edge", of: "network", requestsMax: 10, periodSeconds: 60 },
  cart: { by: "edge", of: "network", requestsMax: 600, periodSeconds: 60 },
  order: { by: "edge", of: "network", requestsMax: 300, periodSeconds: 60 },
  /** Reading an order by its id and access token. */
  lookup: { by: "edge", of: "network", requestsMax: 120, periodSeconds: 60 },
  account: { by: "edge", of: "account", requestsMax: 300, periodSeconds: 60 },
  staff: { by: "edge", of: "account", requestsMax: 1200, periodSeconds: 60 },
} as const satisfies Record<string, EdgeClass>;
export type EdgeClassName = keyof typeof EDGE_CLASSES;

/**
 * The rate classes of routes. The Worker of a route counts its exact class and answers 503 when Redis is
 * down. Classes counted by rows are exact, too, and need no Redis.
 */
export const RATE_CLASSES = {
  /** Signed messages and health. */
  none: { by: "none" },
  ...EDGE_CLASSES,
  /** Placing an order; the numbers are variables of the orders Worker, see orders/limits.rules.ts. */
  order: { by: "rows", outer: "order", of: ["network", "account"] },
  /** Routes that take a password or a code. */
  code: {
    by: "exact",
    outer: "account",
    limits: ["account", "device", "address", "proof", "notice", "mailbox"],
  },
  /** Routes that send a mail. */
  mail: {
    by: "exact",
    outer: "account",
    limits: ["mailbox", "resetMailbox", "reset", "export", "sender"],
  },
} as const satisfies Record<string, { by: "none" } | EdgeClass | ExactClass | RowsClass>;
export type RateClass = keyof typeof RATE_CLASSES;
