import { formatMoney } from "#kernel/money";
import { transferFacts } from "./bank-transfer.mail";
import type { Content } from "./content.rules";
import { creditFacts } from "./exchange.rules";
import { type AboutOrder, orderLetter } from "./order-letter.mail";
import { pricedRows } from "./order-lines.mail";
import { orderPage } from "./order-link.rules";
import { moneyOfRefunds } from "./order-money.rules";

/** The reason of a refund that an edit causes. */
const EDITED = "order_edited";

/** Says what an order consists of after an edit, what it costs, and what becomes of the difference. */
export const orderEditedMail = ({ order, shop }: AboutOrder): Content => {
  const { amountDue, refunds, totals } = order;
  // A refund that is done has its own mail.
  const open = refunds.filter(({ reason, status }) => reason === EDITED && status === "pending");
  const transfer = transferFacts({ order, shop });
  const due = amountDue.amount > 0 && transfer.length === 0;
  return orderLetter({
    order,
    shop,
    subject: `Your order was changed: ${order.number}`,
    preview: `It now costs ${formatMoney(totals.total)}.`,
    heading: "Your order was changed.",
    paragraphs: [
      "We changed the items of your order. This is what it consists of now.",
      ...moneyOfRefunds(order, open),
      ...(transfer.length > 0 ? ["Please transfer the amount with this reference."] : []),
    ],
    facts: [
      { label: "New total", value: formatMoney(totals.total) },
      ...creditFacts(order),
      ...(due ? [{ label: "Left to pay", value: formatMoney(amountDue) }] : []),
      ...transfer,
    ],
    rowsLabel: "Your order now",
    rows: pricedRows(order),
  });
};

/** Asks the buyer to pay what is due on the page of the order. */
export const paymentLinkMail = ({ order, shop }: AboutOrder): Content => {
  const amount = formatMoney(order.amountDue);
  return orderLetter({
    order,
    shop,
    subject: `Please pay ${amount} for your order: ${order.number}`,
    preview: `${amount} is left to pay.`,
    heading: `${amount} is left to pay.`,
    paragraphs: ["A part of your order is not paid yet. You can pay it on the page of your order."],
    facts: [{ label: "New total", value: formatMoney(order.totals.total) }, ...creditFacts(order)],
    rowsLabel: "Your order now",
    rows: pricedRows(order),
    action: { label: `Pay ${amount}`, url: orderPage(order, shop) },
  });
};
