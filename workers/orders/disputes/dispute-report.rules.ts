import type { PaymentDispute } from "#contract/payments";
import type { Move } from "#orders/moves/move.rules";
import type { OrderRow } from "#orders/order/order.rules";

/**
 * Returns the move that records a state of a dispute; undefined if the order has it. What a lost dispute took is
 * recorded by its refund.
 */
export const reportedDisputeMove = (
  { afterSale }: OrderRow,
  { id, state, amount }: Pick<PaymentDispute, "id" | "state" | "amount">,
): Move | undefined => {
  const known = afterSale?.disputes?.find((dispute) => dispute.id === id);
  // A report that was read earlier may arrive after a later one.
  if (known?.state === state || known?.state === "won" || (known && state === "opened"))
    return undefined;
  const data = { disputeId: id, amountMinor: amount.amount };
  return { set: {}, entries: [{ type: `dispute_${state}`, data }], events: [] };
};
