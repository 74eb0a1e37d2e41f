/**
 * The reasons that a buyer may know. Stripe asks to show no others, `stolen_card` and `lost_card` above
 * all: https://docs.stripe.com/declines/codes
 */
const SHOWN: readonly string[] = [
  "insufficient_funds",
  "expired_card",
  "incorrect_cvc",
  "processing_error",
];

/** Returns what a buyer learns of a provider's failure code; null when no payment failed. */
export const declineCodeOf = (failureCode: string | null) =>
  failureCode === null || SHOWN.includes(failureCode) ? failureCode : "declined";
