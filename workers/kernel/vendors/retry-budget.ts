const TOKENS_MAX = 10;
const EARNED_PER_CALL = 0.1;

/**
 * Returns a retry budget for one dependency in one isolate, as in the SDKs of the Amazon Builders'
 * Library: each call earns a tenth of a retry and at most ten are saved, so that retries do not
 * multiply the load of an outage. Each dependency has its own budget.
 */
export const retryBudget = () => {
  let tokens = TOKENS_MAX;
  return {
    earn() {
      tokens = Math.min(TOKENS_MAX, tokens + EARNED_PER_CALL);
    },
    /** Takes one retry. Returns false if none is left. */
    spend() {
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
};
