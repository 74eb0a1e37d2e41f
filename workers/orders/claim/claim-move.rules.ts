import type { Move } from "#orders/moves/move.rules";
import type { OrderRow } from "#orders/order/order.rules";

/**
 * Returns the move that gives a guest's order to an account. The key of the request that placed the order
 * is replaced, and its stored answer deleted, so that a repeat of the request no longer shows the order.
 */
export const claimMove = (row: OrderRow, userId: string): Move => ({
  set: { customerId: userId, requestScope: `${userId} POST /v1/orders`, requestKey: row.id },
  entries: [{ type: "claimed", data: { customerId: userId } }],
  events: [],
  claimedBy: userId,
});
