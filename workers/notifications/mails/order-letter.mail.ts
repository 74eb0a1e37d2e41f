import { html } from "hono/html";
import type { PlacedOrder } from "#contract/orders";
import { type Content, oneLine } from "./content.rules";
import { dateOf } from "./dates.rules";
import { type Html, layout, type Styles, stylesOf } from "./layout.mail";
import { buttonOf } from "./letter.mail";
import { type LineRow, linesTable, linesText } from "./order-lines.mail";
import { orderPage } from "./order-link.rules";
import { imprintOf, type Shop } from "./shop.rules";

/** What a mail about an order is rendered from. */
export interface AboutOrder {
  order: PlacedOrder;
  shop: Shop;
}

/** A mail of a few sentences about an order, with some of its lines. */
interface OrderLetter extends AboutOrder {
  subject: string;
  /** Shown by inboxes beside the subject. */
  preview: string;
  heading: string;
  paragraphs: readonly string[];
  facts?: readonly { label: string; value: string }[];
  rowsLabel: string;
  rows: readonly LineRow[];
  /** A link before the one to the order. */
  action?: { label: string; url: string } | undefined;
}

export const VIEW_ORDER = "View your order";
const HELP = "If something is wrong with your order, reply to this mail.";
const GAP = html`<div style="height:24px;line-height:24px">&nbsp;</div>`;

/** Returns the number and the date of an order in one line. */
export const orderLine = ({ number, placedAt }: PlacedOrder) =>
  `${oneLine(number)} · ${dateOf(placedAt)}`;

const factsSection = (facts: OrderLetter["facts"] = [], style: Styles): Html | "" =>
  facts.length === 0
    ? ""
    : html`${facts.map(({ label, value }) => html`<p class="muted" style="${style.label}">${label}</p><p class="ink" style="${style.text}">${oneLine(value)}</p>`)}`;

const bodyOf = (letter: OrderLetter, style: Styles): Html => {
  const { order, shop, heading, paragraphs, facts, rowsLabel, rows, action } = letter;
  const page = { label: VIEW_ORDER, url: orderPage(order, shop) };
  return html`<h1 class="ink" style="${style.heading}">${heading}</h1>
<p class="muted" style="${style.small};margin-bottom:28px">${orderLine(order)}</p>
${paragraphs.map((text) => html`<p class="ink" style="${style.text}">${text}</p>`)}
${factsSection(facts, style)}
${rows.length === 0 ? "" : html`${GAP}<p class="muted" style="${style.label};margin-bottom:8px">${rowsLabel}</p>${linesTable(rows, style)}`}
${buttonOf(action ?? page, style)}
${action ? html`<p class="ink" style="${style.text};margin:20px 0 0"><a href="${page.url}" class="ink">${page.label}</a></p>` : ""}
<p class="muted" style="${style.small};margin-top:28px">${HELP}</p>`;
};

const textOf = (letter: OrderLetter): string => {
  const { order, shop, heading, paragraphs, facts = [], rowsLabel, rows, action } = letter;
  return [
    heading,
    orderLine(order),
    ...paragraphs,
    ...(facts.length === 0
      ? []
      : [facts.map(({ label, value }) => `${label}: ${oneLine(value)}`).join("\n")]),
    ...(rows.length === 0 ? [] : [`${rowsLabel}\n${linesText(rows)}`]),
    ...(action ? [`${action.label}: ${action.url}`] : []),
    `${VIEW_ORDER}: ${orderPage(order, shop)}`,
    HELP,
    imprintOf(shop).join("\n"),
  ].join("\n\n");
};

/** Renders a mail about an order as HTML and as text. */
export const orderLetter = (letter: OrderLetter): Content => {
  const { preview, shop } = letter;
  const subject = oneLine(letter.subject);
  return {
    subject,
    html: layout({ title: subject, preview, shop, body: bodyOf(letter, stylesOf(shop)) }),
    text: `${textOf(letter)}\n`,
  };
};
