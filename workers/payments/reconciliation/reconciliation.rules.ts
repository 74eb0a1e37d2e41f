const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The lists that are compared, and how far back the provider's are read. Refunds fail up to a month after they
 * began, and disputes are decided within months. The shop's own lists have no window: `unlisted` are records
 * that no list of the provider contained, `breaks` the open ones.
 */
export const WINDOWS_MS = {
  payments: 3 * DAY_MS,
  refunds: 35 * DAY_MS,
  disputes: 120 * DAY_MS,
  unlisted_payments: 0,
  unlisted_refunds: 0,
  breaks: 0,
} as const;
export type FeedName = keyof typeof WINDOWS_MS;

/** The pause between two readings of a list. */
export const PERIOD_MS = DAY_MS;
/** How long a claimed page may take before another sweep reads it. */
export const LEASE_MS = 10 * 60_000;
/** How long after its last change a record is in the provider's list that was read since. */
export const UNLISTED_AFTER_MS = 2 * DAY_MS;
/** How long an order and its payments must rest before they are compared, so that events have arrived. */
export const REST_MS = 60 * 60_000;
/** How long a break is stored. */
export const BREAKS_KEPT_MS = 400 * DAY_MS;

/** The name of a list in the table of reconciliations. */
export const feedKey = (provider: string, name: FeedName) => `${provider}:${name}`;
