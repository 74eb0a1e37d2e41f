/** What one cart may hold and keep in Redis; docs/security.md lists these bounds. */

/** Bytes of UTF-8 in all fields of a cart. 200 lines of ordinary goods take about half of it. */
export const CART_BYTES_MAX = 128 * 1024;
/** Answers to keyed changes that a cart keeps, and their bytes together; the oldest go first. */
export const ANSWERS_KEPT_MAX = 16;
export const ANSWERS_BYTES_MAX = 128 * 1024;

/** Carts of one account; the one that was changed longest ago goes first. */
export const ACCOUNT_CARTS_MAX = 50;

/** Declined payments of a cart before each further one is followed by a pause. */
export const DECLINES_FREE = 5;
/** The first pause; each further decline doubles it, up to the longest. */
export const DECLINE_PAUSE_SECONDS = 60;
export const DECLINE_PAUSE_SECONDS_MAX = 24 * 60 * 60;
