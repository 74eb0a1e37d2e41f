import * as z from "zod";
import { defineEvent } from "#kernel/events/events";
import { Id } from "#kernel/ids";

const PaymentEvent = z.object({
  paymentId: Id("payment"),
  orderId: Id("order"),
  /** Missing only in events that are older than this number. */
  attempt: z.int().positive().exactOptional(),
});

/** Occurs when the provider holds the money. */
export const paymentAuthorized = defineEvent("payment.authorized", PaymentEvent, ["orders"]);
/** Occurs when the money is captured. */
export const paymentSucceeded = defineEvent("payment.succeeded", PaymentEvent, ["orders"]);
/** Occurs when a payment is declined, fails or is cancelled. */
export const paymentFailed = defineEvent("payment.failed", PaymentEvent, ["orders"]);
/** Occurs when the buyer has to act. */
export const paymentActionRequired = defineEvent("payment.action_required", PaymentEvent, []);

const RefundEvent = z.object({
  paymentId: Id("payment"),
  orderId: Id("order"),
  refundId: Id("refund"),
  attempt: z.int().positive(),
});

/** Occurs when the provider has refunded the money, also when the refund began at the provider. */
export const paymentRefunded = defineEvent("payment.refunded", RefundEvent, ["orders"]);
/** Occurs when a refund fails, also after it succeeded: its amount can be refunded again. */
export const paymentRefundFailed = defineEvent("payment.refund_failed", RefundEvent, ["orders"]);

/** Occurs when a cardholder disputes a payment, and when the dispute is won or lost. */
export const paymentDisputed = defineEvent(
  "payment.disputed",
  z.object({
    paymentId: Id("payment"),
    orderId: Id("order"),
    disputeId: Id("dispute"),
    attempt: z.int().positive(),
    state: z.enum(["opened", "won", "lost"]),
  }),
  ["orders"],
);
/** Occurs when the provider's books differ from the shop's in a way that an operator has to explain. */
export const paymentBreakFound = defineEvent(
  "payment.break_found",
  z.object({ breakId: Id("break"), kind: z.string() }),
  [],
);

/** Every event of this Worker. */
export const EVENTS = [
  paymentAuthorized,
  paymentSucceeded,
  paymentFailed,
  paymentActionRequired,
  paymentRefunded,
  paymentRefundFailed,
  paymentDisputed,
  paymentBreakFound,
];
