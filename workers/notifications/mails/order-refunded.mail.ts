import { formatMoney } from "#kernel/money";
import type { Refund } from "#orders/after-sale.contract";
import type { Content } from "./content.rules";
import { type AboutOrder, orderLetter } from "./order-letter.mail";
import { unitRows } from "./order-lines.mail";
import { BANK_DELAY, refundTarget } from "./order-money.rules";

interface RefundedMail extends AboutOrder {
  refund: Refund;
}

/** Says which amount was refunded, how, and for which lines. */
export const orderRefundedMail = ({ order, shop, refund }: RefundedMail): Content => {
  const amount = formatMoney(refund.amount);
  const { shipping } = refund;
  return orderLetter({
    order,
    shop,
    subject: `We refunded ${amount}: ${order.number}`,
    preview: `${amount} is on its way to ${refundTarget(order)}.`,
    heading: `We refunded ${amount}.`,
    paragraphs: [`We sent ${amount} to ${refundTarget(order)}. ${BANK_DELAY}`],
    facts:
      shipping.amount === 0 ? [] : [{ label: "Of which shipping", value: formatMoney(shipping) }],
    rowsLabel: "Refunded",
    rows: unitRows(order, refund.lines),
  });
};
