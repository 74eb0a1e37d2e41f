import type { LineUnits } from "#orders/after-sale.contract";
import type { Content } from "./content.rules";
import { type AboutOrder, orderLetter } from "./order-letter.mail";
import { unitRows } from "./order-lines.mail";

interface FilesMail extends AboutOrder {
  /** The digital goods. */
  units: readonly LineUnits[];
}

/** Says that the buyer can download the digital goods of the order. */
export const orderFilesMail = ({ order, shop, units }: FilesMail): Content =>
  orderLetter({
    order,
    shop,
    subject: `Your files are ready: ${order.number}`,
    preview: "You can download them on the page of your order.",
    heading: "Your files are ready.",
    paragraphs: [
      "You can download them on the page of your order. Please store them well, because each can be downloaded only a few times.",
    ],
    rowsLabel: "To download",
    rows: unitRows(order, units),
  });
