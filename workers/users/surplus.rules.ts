/**
 * The number of rows above an account's maximum that one batch deletes. If an account has more, several
 * batches delete them.
 */
export const SURPLUS_AT_ONCE = 100;
