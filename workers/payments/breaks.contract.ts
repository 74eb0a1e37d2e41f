/** How a provider's records can differ from the shop's. */
export const BREAK_KINDS = [
  "payment_unknown",
  "payment_differs",
  "refund_not_booked",
  "dispute_not_booked",
] as const;
export type BreakKind = (typeof BREAK_KINDS)[number];
