/**
 * The maximum number of attempts to pay an order as placed. The attempts to pay the differences of its edits have
 * higher numbers.
 */
export const ATTEMPTS_MAX = 10;

/** Returns whether an attempt pays the difference of an edit, and not the order as placed. */
export const isLaterCharge = (attempt: number) => attempt > ATTEMPTS_MAX;
