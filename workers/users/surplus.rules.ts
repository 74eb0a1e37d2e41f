/** Rows beyond a bound that one batch deletes. Accounts from before the bound shrink over several batches. */
export const SURPLUS_AT_ONCE = 100;
