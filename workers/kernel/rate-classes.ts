const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;

/** What a bucket is kept for. A network is an IPv4 address or the /64 of an IPv6 address. */
type Owner = "network" | "account" | "email" | "mailbox" | "device";

/** A limit that is counted exactly, by a script in Redis: at most `triesMax` in any window of `windowMs`. */
export interface ExactLimit {
  of: Owner;
  triesMax: number;
  windowMs: number;
  /** `failures`: a try that succeeds is given back. `all`: each try counts. */
  counts: "failures" | "all";
  /** Beyond it the request is answered as ever and has no effect; 429 where it does not say so. */
  beyond?: "silence";
  /** An accepted request must not tell how much of it is left: others have used it too. */
  hidden?: true;
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
  mailbox: { of: "mailbox", triesMax: 5, windowMs: HOUR_MS, counts: "all", hidden: true },
  /** Changes that ask for the current password: the owner is mailed about each. */
  notice: { of: "mailbox", triesMax: 10, windowMs: HOUR_MS, counts: "all", hidden: true },
  /**
   * Resets of one mailbox, whoever asks: a refusal would tell that others have asked. The window is no longer
   * than a link is good for, so that a mailbox that gets no more resets holds a link that is still good.
   */
  resetMailbox: {
    ...{ of: "mailbox", triesMax: 5, windowMs: 30 * MINUTE_MS, counts: "all" },
    ...{ beyond: "silence", hidden: true },
  },
  /** Resets of one mailbox that one network asks for, so that it cannot use up all of them. */
  reset: { of: "mailbox", triesMax: 2, windowMs: 30 * MINUTE_MS, counts: "all", hidden: true },
  /** Exports of one's own data, each of which is mailed. */
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
  /** The edge class that the gateway counts its requests in beforehand, as an outer bound. */
  outer: EdgeClassName;
  limits: readonly ExactLimitName[];
}

/** A limit that the rows of an owner's database count, in the batch of the act itself. */
interface RowsClass {
  by: "rows";
  /** As of an exact class. */
  outer: EdgeClassName;
  of: readonly ("network" | "account")[];
}

/**
 * Classes that the gateway counts, each by a binding of its own; a test holds wrangler.toml to these numbers.
 * A class of accounts counts requests without one by their network.
 */
export const EDGE_CLASSES = {
  browse: { by: "edge", of: "network", requestsMax: 1200, periodSeconds: 60 },
  search: { by: "edge", of: "network", requestsMax: 600, periodSeconds: 60 },
  cart: { by: "edge", of: "network", requestsMax: 600, periodSeconds: 60 },
  order: { by: "edge", of: "network", requestsMax: 300, periodSeconds: 60 },
  /** Reading an order by its id and access token. */
  lookup: { by: "edge", of: "network", requestsMax: 120, periodSeconds: 60 },
  account: { by: "edge", of: "account", requestsMax: 300, periodSeconds: 60 },
  staff: { by: "edge", of: "account", requestsMax: 1200, periodSeconds: 60 },
} as const satisfies Record<string, EdgeClass>;
export type EdgeClassName = keyof typeof EDGE_CLASSES;

/**
 * The rate class of each route. Exact classes are counted by the Worker whose route it is, and answer 503
 * when Redis is down. Classes of rows are as exact and need no Redis.
 */
export const RATE_CLASSES = {
  /** Signed messages and health. */
  none: { by: "none" },
  ...EDGE_CLASSES,
  /** Placing an order; the numbers are variables of the orders Worker, see orders/limits.rules.ts. */
  order: { by: "rows", outer: "order", of: ["network", "account"] },
  /** Whatever takes a password or a code. */
  code: {
    ...{ by: "exact", outer: "account" },
    limits: ["account", "device", "address", "proof", "notice", "mailbox"],
  },
  /** Whatever sends a mail. */
  mail: {
    ...{ by: "exact", outer: "account" },
    limits: ["mailbox", "resetMailbox", "reset", "export", "sender"],
  },
} as const satisfies Record<string, { by: "none" } | EdgeClass | ExactClass | RowsClass>;
export type RateClass = keyof typeof RATE_CLASSES;
