import type { Order } from "#contract/orders";
import { formatMoney, money } from "#kernel/money";
import type { Refund } from "#orders/after-sale.contract";

const MEANS: Record<string, string> = {
  card: "the card you paid with",
  upi: "the UPI account you paid with",
  netbanking: "the bank account you paid with",
  // Staff pay such an order back by hand.
  manual: "you",
};

/** Returns the destination of a refund in words. */
export const refundTarget = ({ payment }: Pick<Order, "payment">) =>
  MEANS[payment.method] ?? "the account you paid with";

export const BANK_DELAY = "Banks need up to ten working days to show it.";

const RELEASED = "If your bank still shows a reserved amount, it disappears within a few days.";

/** Returns the sum of the refunds with a status; null without one. */
const sumOf = (refunds: readonly Refund[], wanted: Refund["status"]) => {
  const [first, ...more] = refunds.filter(({ status }) => status === wanted);
  if (!first) return null;
  const amount = more.reduce((sum, refund) => sum + refund.amount.amount, first.amount.amount);
  return formatMoney(money(amount, first.amount.currency));
};

/** Returns what happens with refunds of an order. A failed one matters if there is no other. */
export const moneyOfRefunds = (
  order: Pick<Order, "payment">,
  refunds: readonly Refund[],
): string[] => {
  const target = refundTarget(order);
  const pending = sumOf(refunds, "pending");
  const done = sumOf(refunds, "succeeded");
  if (pending === null && done === null && refunds.length > 0)
    return [
      "The refund did not succeed. Reply to this mail, so that we can refund you another way.",
    ];
  return [
    ...(pending === null
      ? []
      : [`We refund ${pending} to ${target}, and write to you when that is done.`]),
    ...(done === null ? [] : [`We refunded ${done} to ${target}. ${BANK_DELAY}`]),
  ];
};

/** Returns what happens with the money of an order that was cancelled after its confirmation. */
export const moneyOfCancelled = (order: Order): string[] => {
  if (order.totals.total.amount === 0) return [];
  if (order.payment.method === "manual" && order.paymentStatus === "voided")
    return [
      "Please do not pay for it any more. If you have paid already, reply to this mail, so that we can refund you.",
    ];
  if (order.paymentStatus === "failed" || order.paymentStatus === "voided")
    return [`You were not charged. ${RELEASED}`];
  const refunds = moneyOfRefunds(order, order.refunds);
  if (refunds.length > 0) return refunds;
  return [
    "We release the amount that your bank reserved. If it was already collected, we refund all of it.",
  ];
};
