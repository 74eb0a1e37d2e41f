import type { PaymentRef, PaymentRequest } from "#contract/payments";
import { money } from "#kernel/money";
import type { OpenCharge } from "#orders/edits.contract";
import type { GuestAccess } from "#orders/order/access.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { returnPage } from "./return-page.rules";

type Access = Pick<GuestAccess, "tokenOf">;

/** The token is derived, so that a repeated request is equal, and the database of orders holds none. */
const returnUrlOf = async (
  { id: orderId, customerId }: OrderRow,
  returnUrl: string | null,
  access: Access,
) => {
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

/** Returns a function that returns the request with which the open charge of an order is authorised. */
export const chargeRequests =
  (access: Access) =>
  async (row: OrderRow, open: OpenCharge): Promise<PaymentRequest> => {
    const { attempt, charge, method, token, save, offSession } = open;
    const isCard = method === "card" && row.customerId !== null;
    return {
      orderId: row.id,
      attempt,
      charge,
      orderNumber: row.number,
      amount: money(open.amountMinor, row.currency),
      method,
      token,
      ...(isCard ? { customer: { userId: row.customerId ?? "", save, offSession } } : {}),
      returnUrl: await returnUrlOf(row, open.returnUrl ?? row.returnUrl, access),
    };
  };

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
    returnUrl: await returnUrlOf(row, row.returnUrl, access),
  });
