import { type Money, money } from "#kernel/money";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { inCall } from "#kernel/testing";
import { newRequest, rowOf } from "#orders/after-sale.testing";
import { amountDueMinor } from "#orders/order/balance.rules";
import { placementOf, stockedVariant, type TestOrders } from "#orders/testing";

/** The total of a manual order: one unit. */
export const UNIT_MINOR = 1999;

/** Places an order of one unit that is paid by bank transfer or in cash. */
export const manualOrder = async (shop: TestOrders, currency = "EUR") => {
  const variantId = await stockedVariant(shop.stock, 5);
  shop.payments.offer("card", "manual");
  shop.payments.answerWith("awaiting_money");
  const payment = { method: "manual", token: null, returnUrl: null } as const;
  const placement = inCurrency(placementOf(variantId, 1, { payment }), currency);
  const { orderId } = await inCall(() => shop.placing.place(placement));
  return orderId ?? "";
};

/** Returns a value of plain data with every amount in a currency. */
export const inCurrency = <T>(value: T, currency: string): T =>
  JSON.parse(JSON.stringify(value).replaceAll('"currency":"EUR"', `"currency":"${currency}"`));

/** Records money as staff do. All later payments of the method `manual` await their money. */
export const record = async (
  shop: TestOrders,
  orderId: string,
  amount?: Money | number,
  request: KeyedRequest | undefined = newRequest(),
) => {
  shop.payments.decide(() => "awaiting_money");
  const received = typeof amount === "number" ? money(amount, "EUR") : amount;
  const answer = await inCall(() => shop.captureOrder(orderId, received, request));
  return { status: answer.status, replayed: answer.replayed, body: JSON.parse(answer.body) };
};

/** Returns what an order has captured, what is due, and its payment status. */
export const sumsOf = async (shop: TestOrders, orderId: string) => {
  const row = await rowOf(shop, orderId);
  return [row.capturedMinor, amountDueMinor(row), row.paymentStatus];
};
