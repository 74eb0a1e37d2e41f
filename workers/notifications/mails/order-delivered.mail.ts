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

const ARRIVALS = {
  delivery: {
    verb: "delivered",
    label: "Delivered",
    help: "If you do not have it, ask your neighbours first, and then reply to this mail.",
  },
  pickup: {
    verb: "collected",
    label: "Collected",
    help: "If you did not collect it, reply to this mail.",
  },
} as const;

/** Says that parcels reached the buyer, or that the buyer collected the order. */
export const orderDeliveredMail = ({ order, shop, deliveredAt, units }: DeliveredMail): Content => {
  const what = areAllUnits(order, units) ? "Your order" : "A part of your order";
  const { verb, label, help } = ARRIVALS[order.shippingOption?.pickup ? "pickup" : "delivery"];
  return orderLetter({
    order,
    shop,
    subject: `${what} was ${verb}: ${order.number}`,
    preview: `It was ${verb} on ${dateOf(deliveredAt)}.`,
    heading: `${what} was ${verb}.`,
    paragraphs: [`It was ${verb} on ${dateOf(deliveredAt)}. ${help}`],
    rowsLabel: label,
    rows: unitRows(order, units),
  });
};
