/** How a provider's records can differ from the shop's, and the shop's payments from its orders. */
export const BREAK_KINDS = [
  /** Money at the provider without a payment of the shop. */
  "payment_unknown",
  /** Another captured amount. */
  "payment_differs",
  /** Money that the shop took, of which the provider knows nothing. */
  "payment_missing",
  /** A refund at the provider that the shop cannot record. */
  "refund_not_booked",
  /** A refund of the shop of which the provider knows nothing. */
  "refund_missing",
  /** Money that a lost dispute took and that the shop cannot record. */
  "dispute_not_booked",
  /** An order whose captured sum is not that of its payments. */
  "order_captured_differs",
  /** An order whose refunded sum is not that of its payments. */
  "order_refunded_differs",
] as const;
export type BreakKind = (typeof BREAK_KINDS)[number];

export const BREAK_STATES = ["open", "resolved"] as const;
export type BreakState = (typeof BREAK_STATES)[number];
