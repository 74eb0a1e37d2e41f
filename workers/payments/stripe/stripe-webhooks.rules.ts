import { CLAIMED_STATES } from "./stripe-intents.rules";

/** The types of events about refunds. */
export const REFUND_EVENTS: readonly string[] = [
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.refunded",
];

/** The types of events about disputes. */
export const DISPUTE_EVENTS: readonly string[] = [
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.closed",
];

/** The types of events that Stripe's webhook endpoint has to send. */
export const WEBHOOK_EVENTS: readonly string[] = [
  ...Object.keys(CLAIMED_STATES),
  ...REFUND_EVENTS,
  ...DISPUTE_EVENTS,
];
