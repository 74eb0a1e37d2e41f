const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The lists that are compared, and how far back. Refunds fail up to a month after they began, and disputes
 * are decided within months.
 */
export const WINDOWS_MS = {
  payments: 3 * DAY_MS,
  refunds: 35 * DAY_MS,
  disputes: 120 * DAY_MS,
} as const;
export type FeedName = keyof typeof WINDOWS_MS;

/** The pause between two readings of a list. */
export const PERIOD_MS = DAY_MS;
/** How long a claimed page may take before another sweep reads it. */
export const LEASE_MS = 10 * 60_000;
/** How long a break is stored. */
export const BREAKS_KEPT_MS = 400 * DAY_MS;

/** The name of a provider's list in the table of reconciliations. */
export const feedKey = (provider: string, name: FeedName) => `${provider}:${name}`;
