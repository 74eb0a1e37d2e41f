import type { Content } from "./content.rules";
import { type AboutOrder, orderLetter } from "./order-letter.mail";

/** Sends the link to an order that was asked for by its number and address. */
export const orderLinkMail = (about: AboutOrder): Content =>
  orderLetter({
    ...about,
    subject: `The link to your order ${about.order.number}`,
    preview: "With this link you see your order.",
    heading: "Here is your order.",
    paragraphs: [
      "You asked for a link to this order. If you did not, you can ignore this mail: only you got the link.",
    ],
    rowsLabel: "",
    rows: [],
  });
