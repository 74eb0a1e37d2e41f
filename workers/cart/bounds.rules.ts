/** Maximum sizes and numbers for one cart and for what it stores in Redis; docs/security.md lists them. */

/** Maximum bytes of UTF-8 in all fields of a cart. 200 lines of ordinary goods take about half of it. */
export const CART_BYTES_MAX = 128 * 1024;
/**
 * Maximum number of stored answers of one cart, and of their bytes together. The oldest are deleted first.
 */
export const ANSWERS_KEPT_MAX = 16;
export const ANSWERS_BYTES_MAX = 128 * 1024;

/** Maximum number of carts of one account. The least recently changed cart is deleted first. */
export const ACCOUNT_CARTS_MAX = 50;

/** After this many declined payments a cart is paused. Each further decline starts another pause. */
export const DECLINES_FREE = 5;
/** The length of the first pause. Each further decline doubles the pause, up to the maximum. */
export const DECLINE_PAUSE_SECONDS = 60;
export const DECLINE_PAUSE_SECONDS_MAX = 24 * 60 * 60;
