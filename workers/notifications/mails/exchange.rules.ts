import type { Order, OrderLine } from "#contract/orders";
import { formatMoney, type Money, money } from "#kernel/money";
import type { Exchange, Return } from "#orders/after-sale.contract";
import { oneLine } from "./content.rules";

const named = ({ title, options, quantity }: OrderLine) => {
  const values = Object.values(options).map(oneLine).join(", ");
  return `${quantity} × ${oneLine(title)}${values ? ` (${values})` : ""}`;
};

/** Returns the new items of an exchange in words. */
const itemsOf = ({ lines }: Exchange) => lines.map(named).join(", ");

const positive = ({ amount, currency }: Money) => formatMoney(money(Math.abs(amount), currency));

/** Returns what an exchange will cost, before its items have arrived. */
const priceOf = ({ difference }: Exchange) => {
  if (difference.amount === 0) return "The exchange costs nothing more.";
  return difference.amount > 0
    ? `The exchange costs ${positive(difference)} more. You can pay that when we have received your items.`
    : `We refund ${positive(difference)} when we have received your items.`;
};

/** Says what the buyer gets for the items of an open return; nothing for a refund. */
export const exchangePlan = ({ exchange }: Return): string[] =>
  exchange ? [`In exchange, you get ${itemsOf(exchange)}. ${priceOf(exchange)}`] : [];

/** Says what the buyer gets for items that arrived, beside money; nothing for a refund. */
export const exchangeOutcome = (
  { status, resolution, exchange, exchangeFor }: Return,
  { amountDue }: Pick<Order, "amountDue">,
): string[] => {
  if (exchangeFor.length > 0 && resolution === "refund")
    return ["We could not exchange them, so we refund their price."];
  if (status !== "exchanged" || !exchange) return [];
  return [
    `In exchange, you get ${itemsOf(exchange)}.`,
    ...(amountDue.amount > 0
      ? [`${formatMoney(amountDue)} is left to pay. You can pay it on the page of your order.`]
      : []),
  ];
};

/** Returns the price of the items of an order that were exchanged, as a fact of a mail. */
export const creditFacts = ({ returns, currency }: Pick<Order, "returns" | "currency">) => {
  const creditMinor = returns
    .filter(({ status }) => status === "exchanged")
    .reduce((sum, { exchange }) => sum + (exchange?.credit.amount ?? 0), 0);
  return creditMinor === 0
    ? []
    : [{ label: "Credit for returned items", value: formatMoney(money(creditMinor, currency)) }];
};
