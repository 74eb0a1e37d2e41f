/** Bounds of one cart and of what it stores in Redis; docs/security.md lists them. */

/** Bytes of UTF-8 in all fields of a cart. 200 lines of ordinary goods take about half of it. */
export const CART_BYTES_MAX = 128 * 1024;
/** Stored answers of one cart, and their bytes together. The oldest are deleted first. */
export const ANSWERS_KEPT_MAX = 16;
export const ANSWERS_BYTES_MAX = 128 * 1024;

/** Carts of one account. The least recently changed is deleted first. */
export const ACCOUNT_CARTS_MAX = 50;

/** Declined payments of a cart without a pause. Each further one starts a pause. */
export const DECLINES_FREE = 5;
/** The first pause. Each further decline doubles it, up to the longest. */
export const DECLINE_PAUSE_SECONDS = 60;
export const DECLINE_PAUSE_SECONDS_MAX = 24 * 60 * 60;
