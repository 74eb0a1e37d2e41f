import { html } from "hono/html";
import type { Order } from "#contract/orders";
import type { AddressView } from "#kernel/address/address";
import { formatMoney, type Money } from "#kernel/money";
import { addressLines } from "./address.rules";
import { transferSection, transferText } from "./bank-transfer.mail";
import { type Content, oneLine } from "./content.rules";
import { type Html, layout, type Styles, stylesOf } from "./layout.mail";
import { buttonOf } from "./letter.mail";
import { type AboutOrder, orderLine, VIEW_ORDER } from "./order-letter.mail";
import { linesTable, linesText, pricedRows, TABLE } from "./order-lines.mail";
import { orderPage } from "./order-link.rules";
import { imprintOf } from "./shop.rules";

interface Figure {
  label: string;
  amount: string;
}

/** Returns the figures that add up to the total. */
const figuresOf = ({ totals, discounts, shippingOption }: Order): Figure[] => {
  const figure = (label: string, value: Money) => ({
    label: oneLine(label),
    amount: formatMoney(value),
  });
  const negative = ({ amount, currency }: Money) => ({ amount: -Math.abs(amount), currency });
  const codes = discounts.map(({ title }) => title).join(", ");
  return [
    figure("Subtotal", totals.subtotal),
    ...(totals.discount.amount === 0
      ? []
      : [figure(codes ? `Discount (${codes})` : "Discount", negative(totals.discount))]),
    ...(shippingOption ? [figure(`Shipping (${shippingOption.title})`, totals.shipping)] : []),
    ...(totals.taxIncluded ? [] : [figure("Tax", totals.tax)]),
  ];
};

const taxNote = ({ totals }: Order) =>
  totals.taxIncluded ? `Including tax of ${formatMoney(totals.tax)}` : undefined;

const figureRow = ({ label, amount }: Figure, style: Styles): Html =>
  html`<tr><td class="muted" style="padding:3px 12px 3px 0;${style.small}">${label}</td><td align="right" class="ink" style="padding:3px 0;${style.figure}">${amount}</td></tr>`;

const addressCell = (label: string, address: AddressView, style: Styles): Html =>
  html`<td class="half" width="50%" valign="top" style="padding-right:16px">
<p class="muted" style="${style.label}">${label}</p>
<p class="ink" style="${style.text};font-size:15px;margin:0">${addressLines(address).map((line) => html`${line}<br>`)}</p>
</td>`;

/** Returns where the order goes: to the buyer, to the place where the buyer collects it, or nowhere if it is digital. */
const destinationOf = ({ shippingAddress, shippingOption }: Order) => {
  if (shippingAddress) return { label: "Delivery", address: shippingAddress };
  return shippingOption?.pickup ? { label: "Pick-up", address: shippingOption.pickup } : null;
};

/** Returns the lines of the buyer's note. */
const noteLines = ({ note }: Order) => (note ?? "").split(/\r?\n/).map(oneLine).filter(Boolean);

const noteSection = (order: Order, style: Styles): Html | "" => {
  const lines = noteLines(order);
  if (lines.length === 0) return "";
  return html`<div style="height:32px;line-height:32px">&nbsp;</div>
<p class="muted" style="${style.label}">Your note</p>
<p class="ink" style="${style.text};font-size:15px;margin:0">${lines.map((line) => html`${line}<br>`)}</p>`;
};

const HELP = "If something is wrong with it, reply to this mail.";

/** Returns what follows, by the status of the order: the mail may be late. */
const nextSteps = ({ status, paymentStatus, shippingOption }: Order) => {
  if (shippingOption === null && status === "confirmed") return HELP;
  const isCollected = shippingOption?.pickup !== undefined;
  // An order by bank transfer is confirmed before its money is there.
  if (status === "confirmed" && paymentStatus === "pending")
    return `We will ${isCollected ? "pack" : "ship"} your order when your payment has arrived. ${HELP}`;
  if (status === "confirmed")
    return isCollected
      ? `We will write to you when you can collect it. ${HELP}`
      : `We will ship your order soon. ${HELP}`;
  return status === "cancelled" ? "The order was cancelled after its confirmation." : HELP;
};

const bodyOf = ({ order, shop }: AboutOrder, style: Styles): Html => {
  const note = taxNote(order);
  const destination = destinationOf(order);
  return html`<h1 class="ink" style="${style.heading}">Thank you for your order.</h1>
<p class="muted" style="${style.small};margin-bottom:28px">${orderLine(order)}</p>
<p class="ink" style="${style.text}">${nextSteps(order)}</p>
${transferSection({ order, shop }, style)}
${linesTable(pricedRows(order), style)}
${TABLE}
<tr><td colspan="2" height="10" style="font-size:0;line-height:10px">&nbsp;</td></tr>
${figuresOf(order).map((figure) => figureRow(figure, style))}
<tr><td class="ink" style="padding:10px 12px 0 0;${style.total}">Total</td><td align="right" class="ink" style="padding:10px 0 0;${style.total}">${formatMoney(order.totals.total)}</td></tr>
${note ? html`<tr><td colspan="2" class="muted" style="${style.small}">${note}</td></tr>` : ""}
</table>
<div style="height:32px;line-height:32px">&nbsp;</div>
${TABLE}
<tr>${destination ? addressCell(destination.label, destination.address, style) : ""}${addressCell("Billing", order.billingAddress, style)}</tr>
</table>
${noteSection(order, style)}
${buttonOf({ label: VIEW_ORDER, url: orderPage(order, shop) }, style)}`;
};

const textOf = ({ order, shop }: AboutOrder): string => {
  const figures = figuresOf(order).map(({ label, amount }) => `${label}: ${amount}`);
  const note = taxNote(order);
  const buyerNote = noteLines(order);
  const destination = destinationOf(order);
  const arrival = destination
    ? `${destination.label}\n${addressLines(destination.address).join("\n")}\n\n`
    : "";
  return `Thank you for your order.

${orderLine(order)}

${[nextSteps(order), ...transferText({ order, shop })].join("\n\n")}

${linesText(pricedRows(order))}

${figures.join("\n")}
Total: ${formatMoney(order.totals.total)}${note ? `\n${note}` : ""}

${arrival}Billing
${addressLines(order.billingAddress).join("\n")}
${buyerNote.length > 0 ? `\nYour note\n${buyerNote.join("\n")}\n` : ""}
${VIEW_ORDER}: ${orderPage(order, shop)}
`;
};

/** Confirms an order whose payment is authorised and whose units are sold. */
export const orderConfirmedMail = ({ order, shop }: AboutOrder): Content => {
  const number = oneLine(order.number);
  return {
    subject: `Your order ${number}`,
    html: layout({
      title: `Your order ${number}`,
      preview: `Total ${formatMoney(order.totals.total)}. ${nextSteps(order)}`,
      shop,
      body: bodyOf({ order, shop }, stylesOf(shop)),
    }),
    text: `${textOf({ order, shop })}\n${oneLine(shop.shopName)}: ${shop.storefrontUrl}\n\n${imprintOf(shop).join("\n")}\n`,
  };
};
