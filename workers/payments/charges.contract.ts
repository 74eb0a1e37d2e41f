import type { ProblemCode } from "#kernel/errors";
import type { Money } from "#kernel/money";

/** The smallest and the largest amount that a provider charges in a currency. */
export interface ChargeLimits {
  minimum: Money;
  maximum: Money;
}

/** A payment that a method may be used for. */
export interface Charge {
  method: string;
  amount: Money;
}

/** Why no provider would charge an amount by a method. */
export interface ChargeRefusal {
  code: Extract<ProblemCode, "payment_method_unknown" | "amount_not_chargeable">;
  /** Null if no amount of this currency can be charged by the method. */
  limits: ChargeLimits | null;
}

/** What an order records of its money, in minor units. */
export interface OrderSums {
  orderId: string;
  currency: string;
  capturedMinor: number;
  /** The refunds that are pending or succeeded. */
  refundedMinor: number;
}

/**
 * The maximum number of attempts to pay an order as placed. The attempts to pay the differences of its edits have
 * higher numbers.
 */
export const ATTEMPTS_MAX = 10;

/** Returns whether an attempt pays the difference of an edit, and not the order as placed. */
export const isLaterCharge = (attempt: number) => attempt > ATTEMPTS_MAX;
