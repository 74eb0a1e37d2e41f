import * as z from "zod";
import type { PaymentState } from "#contract/payments";

/** The state that each type of event claims. Events of other types are ignored. */
const CLAIMED_STATES: Partial<Record<string, PaymentState>> = {
  "payment.authorized": "authorized",
  "payment.captured": "succeeded",
  "payment.failed": "failed",
};
const DISPUTE_EVENTS = /^payment\.dispute\./;
const REFUND_EVENTS: readonly string[] = ["refund.created", "refund.processed", "refund.failed"];

/** The parts of an event that are read. A payment without an order is none of the shop's. */
const Event = z.object({
  event: z.string(),
  payload: z.object({
    payment: z.object({ entity: z.object({ order_id: z.string() }) }),
    refund: z.object({ entity: z.object({ id: z.string() }) }).optional(),
    dispute: z.object({ entity: z.object({ id: z.string() }) }).optional(),
  }),
});

/** What an event claims about a payment, a refund or a dispute. `ref` and `paymentRef` are orders of Razorpay. */
export type Claim =
  | { kind: "payment"; ref: string; state: PaymentState }
  | { kind: "refund"; paymentRef: string; ref: string | null }
  | { kind: "dispute"; paymentRef: string; ref: string };

/** Returns the claim of an event; undefined if it is about something else. */
export const claimIn = (body: string): Claim | undefined => {
  const parsed = Event.safeParse(JSON.parse(body));
  if (!parsed.success) return undefined;
  const { event, payload } = parsed.data;
  const { order_id: orderRef } = payload.payment.entity;
  const state = CLAIMED_STATES[event];
  if (state) return { kind: "payment", ref: orderRef, state };
  const { dispute } = payload;
  if (dispute && DISPUTE_EVENTS.test(event))
    return { kind: "dispute", paymentRef: orderRef, ref: dispute.entity.id };
  if (!REFUND_EVENTS.includes(event)) return undefined;
  return { kind: "refund", paymentRef: orderRef, ref: payload.refund?.entity.id ?? null };
};
