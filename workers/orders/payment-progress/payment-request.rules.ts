import type { PaymentRef, PaymentRequest } from "#contract/payments";
import { money } from "#kernel/money";
import type { GuestAccess } from "#orders/order/access.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { returnPage } from "./return-page.rules";

type Access = Pick<GuestAccess, "tokenOf">;

/** The token is derived, so that a repeated request is equal, and the database of orders holds none. */
const returnUrlOf = async ({ id: orderId, customerId, returnUrl }: OrderRow, access: Access) => {
  if (returnUrl === null) return null;
  const accessToken = customerId === null ? await access.tokenOf(orderId) : null;
  return returnPage(returnUrl, { orderId, accessToken });
};

/** Returns the account that pays by card; nothing for guests and other methods. */
const customerOf = ({ customerId, paymentMethod, saveMethod }: OrderRow) =>
  customerId === null || paymentMethod !== "card"
    ? {}
    : { customer: { userId: customerId, save: saveMethod } };

/** Returns the attempt to pay an order, as the payments Worker names it. */
export const refOf = ({ id, attempt }: OrderRow): PaymentRef => ({ orderId: id, attempt });

/** Returns a function that returns the request with which the payment of an order is authorised. */
export const paymentRequests =
  (access: Access) =>
  async (row: OrderRow): Promise<PaymentRequest> => ({
    ...refOf(row),
    orderNumber: row.number,
    amount: money(row.totalMinor, row.currency),
    method: row.paymentMethod,
    token: row.paymentToken,
    ...customerOf(row),
    returnUrl: await returnUrlOf(row, access),
  });
