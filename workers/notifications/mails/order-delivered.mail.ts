import type { LineUnits } from "#orders/after-sale.contract";
import type { Content } from "./content.rules";
import { dateOf } from "./dates.rules";
import { type AboutOrder, orderLetter } from "./order-letter.mail";
import { unitRows } from "./order-lines.mail";
import { areAllUnits } from "./order-shipped.mail";

interface DeliveredMail extends AboutOrder {
  deliveredAt: string;
  /** The units that arrived, in one or several parcels. */
  units: readonly LineUnits[];
}

/** Says that parcels reached the buyer. */
export const orderDeliveredMail = ({ order, shop, deliveredAt, units }: DeliveredMail): Content => {
  const what = areAllUnits(order, units) ? "Your order" : "A part of your order";
  return orderLetter({
    order,
    shop,
    subject: `${what} was delivered: ${order.number}`,
    preview: `It was delivered on ${dateOf(deliveredAt)}.`,
    heading: `${what} was delivered.`,
    paragraphs: [
      `It was delivered on ${dateOf(deliveredAt)}. If you do not have it, ask your neighbours first, and then reply to this mail.`,
    ],
    rowsLabel: "Delivered",
    rows: unitRows(order, units),
  });
};
