import type { Content } from "./content.rules";
import { type AboutOrder, orderLetter } from "./order-letter.mail";
import { pricedRows } from "./order-lines.mail";
import { moneyOfCancelled } from "./order-money.rules";

interface CancelledMail extends AboutOrder {
  /** A `CancelReason`, or one of a later release. */
  reason: string;
}

const PAYMENT_FAILED = {
  heading: "Your payment failed, so your order was cancelled.",
  subject: "Your payment failed, and your order was cancelled",
};

const CANCELLED = { heading: "Your order was cancelled.", subject: "Your order was cancelled" };

const REGRET = "We had to cancel your order. We are sorry.";

/** What the mail says by the reason of the cancellation. Other reasons are not shown to the buyer. */
const TEXTS: Record<string, typeof CANCELLED & { text: string }> = {
  payment_declined: {
    ...PAYMENT_FAILED,
    text: "Your bank refused the payment when we collected it. To receive the items, order again with another card or account.",
  },
  payment_cancelled: {
    ...PAYMENT_FAILED,
    text: "The payment ended before we could collect it. To receive the items, order again.",
  },
  cancelled_by_buyer: { ...CANCELLED, text: "You cancelled your order." },
  customer_request: { ...CANCELLED, text: "We cancelled your order, as you asked." },
  out_of_stock: {
    ...CANCELLED,
    text: "We had to cancel your order, because not everything is in stock. We are sorry.",
  },
};

/** Says why a confirmed order was cancelled, and what happens with the money. */
export const orderCancelledMail = ({ order, shop, reason }: CancelledMail): Content => {
  const { subject, heading, text } = TEXTS[reason] ?? { ...CANCELLED, text: REGRET };
  const [first, ...more] = moneyOfCancelled(order);
  return orderLetter({
    order,
    shop,
    subject: `${subject}: ${order.number}`,
    preview: first ?? text,
    heading,
    paragraphs: [text, ...(first === undefined ? [] : [first]), ...more],
    rowsLabel: "Cancelled",
    rows: pricedRows(order),
  });
};
