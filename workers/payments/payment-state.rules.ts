import {
  type PaymentState,
  paymentActionRequired,
  paymentAuthorized,
  paymentFailed,
  paymentSucceeded,
} from "#contract/payments";

/** The life of a payment: from each state to those it may move on to. Nothing ever leads back. */
export const PAYMENT_MOVES: Record<PaymentState, readonly PaymentState[]> = {
  pending: ["requires_action", "processing", "authorized", "succeeded", "failed", "cancelled"],
  requires_action: ["processing", "authorized", "succeeded", "failed", "cancelled"],
  processing: ["authorized", "succeeded", "failed", "cancelled"],
  authorized: ["succeeded", "cancelled"],
  succeeded: [],
  failed: [],
  cancelled: [],
};

export const mayMove = (from: PaymentState, to: PaymentState) => PAYMENT_MOVES[from].includes(to);

/** Whether nothing can happen to the payment any more. */
export const isFinal = (state: PaymentState) => PAYMENT_MOVES[state].length === 0;

/** What is announced when a payment comes to a state. */
export const ANNOUNCED = {
  pending: undefined,
  requires_action: paymentActionRequired,
  processing: undefined,
  authorized: paymentAuthorized,
  succeeded: paymentSucceeded,
  failed: paymentFailed,
  cancelled: paymentFailed,
} as const satisfies Record<PaymentState, unknown>;
