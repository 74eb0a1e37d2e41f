import { PAYMENT_STATES, type PaymentState } from "#contract/payments";
import {
  paymentActionRequired,
  paymentAuthorized,
  paymentFailed,
  paymentSucceeded,
} from "#events/payments";

/** The states that each state may move to. No path leads back. */
export const PAYMENT_MOVES: Record<PaymentState, readonly PaymentState[]> = {
  pending: [
    "requires_action",
    "processing",
    "authorized",
    "awaiting_money",
    "succeeded",
    "failed",
    "cancelled",
  ],
  requires_action: ["processing", "authorized", "succeeded", "failed", "cancelled"],
  processing: ["authorized", "succeeded", "failed", "cancelled"],
  authorized: ["succeeded", "cancelled"],
  awaiting_money: ["succeeded", "cancelled"],
  succeeded: [],
  failed: [],
  cancelled: [],
};

export const mayMove = (from: PaymentState, to: PaymentState) => PAYMENT_MOVES[from].includes(to);

/** Returns whether a payment in this state can no longer change. */
export const isFinal = (state: PaymentState) => PAYMENT_MOVES[state].length === 0;

/** The states that a provider decides. Only staff decide about a payment that awaits money. */
export const UNDECIDED_STATES = PAYMENT_STATES.filter(
  (state) => !isFinal(state) && state !== "awaiting_money",
);

/** Returns whether the payment has to be read from its provider. */
export const isUndecided = (state: PaymentState) => UNDECIDED_STATES.includes(state);

/** The final states without money. */
export const UNPAID_STATES = ["cancelled", "failed"] as const satisfies readonly PaymentState[];

export const isUnpaid = (state: PaymentState) => state === "cancelled" || state === "failed";

/** The event that announces each state. */
export const EVENT_OF = {
  pending: undefined,
  requires_action: paymentActionRequired,
  processing: undefined,
  authorized: paymentAuthorized,
  awaiting_money: undefined,
  succeeded: paymentSucceeded,
  failed: paymentFailed,
  cancelled: paymentFailed,
} as const satisfies Record<PaymentState, unknown>;
