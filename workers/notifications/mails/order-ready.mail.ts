import type { Shipment } from "#orders/after-sale.contract";
import { addressLines } from "./address.rules";
import { type Content, oneLine } from "./content.rules";
import { dateOf } from "./dates.rules";
import { type AboutOrder, orderLetter } from "./order-letter.mail";
import { unitRows } from "./order-lines.mail";
import { areAllUnits } from "./order-shipped.mail";

interface ReadyMail extends AboutOrder {
  ready: Shipment & { readyAt: string };
}

/** Says that the buyer can collect units of the order, where, and what to bring. */
export const orderReadyMail = ({ order, shop, ready }: ReadyMail): Content => {
  const what = areAllUnits(order, ready.lines) ? "Your order" : "A part of your order";
  const pickup = order.shippingOption?.pickup;
  return orderLetter({
    order,
    shop,
    subject: `${what} is ready to be collected: ${order.number}`,
    preview: pickup ? `You can collect it at ${oneLine(pickup.name)}.` : "You can collect it now.",
    heading: `${what} is ready to be collected.`,
    paragraphs: [
      `It has been ready since ${dateOf(ready.readyAt)}. Please bring this mail or the number of your order.`,
    ],
    facts: [
      { label: "Order number", value: order.number },
      ...(pickup ? [{ label: "Place", value: addressLines(pickup).join(", ") }] : []),
    ],
    rowsLabel: "Ready",
    rows: unitRows(order, ready.lines),
  });
};
