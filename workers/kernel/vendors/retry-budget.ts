const TOKENS_MAX = 10;
const EARNED_PER_CALL = 0.1;

/**
 * A retry budget for one dependency in one isolate, as in the SDKs of the Amazon Builders' Library:
 * each call earns a tenth of a retry and at most ten are saved up, so that retries never multiply an
 * outage. One dependency's outage leaves the retries of the others alone.
 */
export const retryBudget = () => {
  let tokens = TOKENS_MAX;
  return {
    earn() {
      tokens = Math.min(TOKENS_MAX, tokens + EARNED_PER_CALL);
    },
    /** Takes one retry; false when none is left. */
    spend() {
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
};
