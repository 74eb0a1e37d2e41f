/**
 * The decline reasons that a buyer may see. Stripe asks shops to show no others, above all not
 * `stolen_card` and `lost_card`: https://docs.stripe.com/declines/codes
 */
const SHOWN: readonly string[] = [
  "insufficient_funds",
  "expired_card",
  "incorrect_cvc",
  "processing_error",
];

/** Returns the decline reason that a buyer sees for a provider's failure code; null if no payment failed. */
export const declineCodeOf = (failureCode: string | null) =>
  failureCode === null || SHOWN.includes(failureCode) ? failureCode : "declined";
