import type { Claim, Order } from "#contract/orders";
import { AppError } from "#kernel/errors";
import { orderNotFound, type RequestMove } from "#orders/moves/requested-moves.service";
import type { GuestAccess } from "#orders/order/access.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { orderView } from "#orders/order/view.rules";
import type { ClaimStore } from "./claim.store";
import { claimMove } from "./claim-move.rules";

interface Dependencies {
  store: ClaimStore;
  access: GuestAccess;
  requestMove: RequestMove;
}

const isSameAddress = (one: string, other: string | null) =>
  other !== null && one.toLowerCase() === other.toLowerCase();

/**
 * Gives guests' orders to accounts. Of two accounts that claim an order at the same time, the batch of the
 * slower one fails, and it is answered like an account without a right to the order.
 */
export const claimService = ({ store, access, requestMove }: Dependencies) => {
  const mayClaim = async (row: OrderRow, { verifiedEmail, accessToken }: Claim) =>
    isSameAddress(row.email, verifiedEmail) ||
    (accessToken !== null && (await access.opens(row.id, accessToken)));

  /** @throws 404 `not_found`, 401 `unauthenticated` if the account was erased, 409 `conflict` */
  return async (claim: Claim): Promise<Order> => {
    const { orderId, userId } = claim;
    const { body } = await requestMove({
      orderId,
      request: undefined,
      async decide(row) {
        if (row.customerId === userId) return undefined;
        if (row.customerId !== null || !(await mayClaim(row, claim))) throw orderNotFound();
        if (await store.isErased(userId)) throw new AppError("unauthenticated");
        return claimMove(row, userId);
      },
      answer: (row) => ({ status: 200, body: JSON.stringify(orderView(row)) }),
    });
    return JSON.parse(body) as Order;
  };
};
