import type { OrderPaymentStatus, OrderStatus } from "#contract/orders";
import type { AfterSale, Refund } from "#orders/after-sale.contract";
import type { OrderRow } from "#orders/order/order.rules";

export type Balanced = Pick<OrderRow, "totalMinor" | "capturedMinor" | "afterSale">;

const isLive = ({ status }: Refund) => status !== "failed";

/** Returns how much of what was paid above the total is back or on its way. */
const paidBackMinor = ({ refunds, overpaid = {} }: AfterSale) =>
  refunds.filter(isLive).reduce((sum, { id }) => sum + (overpaid[id] ?? 0), 0);

/** Returns the price of the returned units that paid for others. */
export const exchangedMinor = ({ exchanges = {} }: AfterSale) =>
  Object.values(exchanges).reduce((sum, { creditMinor = 0 }) => sum + creditMinor, 0);

/**
 * Returns what an order costs above what was paid for it: positive if the buyer owes money, negative if the
 * shop does. Refunds of sold units do not change it, because their price stays in the total; the price of exchanged
 * units is a credit.
 */
export const balanceMinor = ({ totalMinor, capturedMinor, afterSale }: Balanced) =>
  totalMinor -
  capturedMinor +
  (afterSale ? paidBackMinor(afterSale) - exchangedMinor(afterSale) : 0);

/** Returns what the buyer has paid above the total, and has not got back. */
export const overpaidMinor = (order: Balanced) => Math.max(0, -balanceMinor(order));

/** The statuses of an order whose buyer may owe money, and the payment statuses in which it is expected. */
const OWING: readonly OrderStatus[] = ["confirmed", "shipped", "delivered"];
const EXPECTED: readonly OrderPaymentStatus[] = [
  "pending",
  "partially_paid",
  "paid",
  "partially_refunded",
];

/** Returns what the buyer still has to pay. Money that the provider holds is paid by its capture. */
export const amountDueMinor = (
  order: Balanced & Pick<OrderRow, "status" | "paymentStatus">,
): number =>
  OWING.includes(order.status) && EXPECTED.includes(order.paymentStatus)
    ? Math.max(0, balanceMinor(order))
    : 0;

/** Returns the payment status of an order of which money was taken, by what is owed and what went back. */
export const paidStatus = (order: Balanced): OrderPaymentStatus => {
  const done = (order.afterSale?.refunds ?? []).filter(({ status }) => status === "succeeded");
  const refundedMinor = done.reduce((sum, { amount }) => sum + amount.amount, 0);
  if (refundedMinor > 0 && refundedMinor >= order.capturedMinor) return "refunded";
  if (balanceMinor(order) > 0) return "partially_paid";
  return refundedMinor > 0 ? "partially_refunded" : "paid";
};
