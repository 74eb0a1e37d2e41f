import type { Payment, PaymentOutcome } from "#contract/payments";
import { AppError, DependencyError } from "#kernel/errors";

/**
 * Returns a function that returns the payment of an order, or throws the error with which the payments
 * Worker answered for this order.
 */
export const paymentsBy = (orderIds: readonly string[], outcomes: readonly PaymentOutcome[]) => {
  const byOrder = new Map(orderIds.map((orderId, index) => [orderId, outcomes[index]]));
  return (orderId: string): Payment | null => {
    const outcome = byOrder.get(orderId);
    if (!outcome) throw new DependencyError("payments");
    if (!outcome.ok) throw new AppError(outcome.refusal);
    return outcome.value;
  };
};
