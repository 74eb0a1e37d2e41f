import type { Order } from "#contract/orders";
import { formatMoney, money } from "#kernel/money";

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
const refundedAs = ({ refunds, currency }: Order, status: "pending" | "succeeded" | "failed") => {
  const some = refunds.filter((refund) => refund.status === status);
  const amount = some.reduce((sum, refund) => sum + refund.amount.amount, 0);
  return some.length === 0 ? null : formatMoney(money(amount, currency));
};

const refundSentences = (order: Order): string[] => {
  const target = refundTarget(order);
  const pending = refundedAs(order, "pending");
  const done = refundedAs(order, "succeeded");
  if (pending === null && done === null && refundedAs(order, "failed") !== null)
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
  if (order.paymentStatus === "failed" || order.paymentStatus === "voided")
    return [`You were not charged. ${RELEASED}`];
  const refunds = refundSentences(order);
  if (refunds.length > 0) return refunds;
  return [
    "We release the amount that your bank reserved. If it was already collected, we refund all of it.",
  ];
};
