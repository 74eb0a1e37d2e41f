import { z } from "zod";
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

/** Every event of this Worker. */
export const EVENTS = [paymentAuthorized, paymentSucceeded, paymentFailed, paymentActionRequired];
