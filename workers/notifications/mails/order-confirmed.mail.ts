import { html } from "hono/html";
import type { Order, OrderLine } from "#contract/orders";
import type { Address } from "#kernel/address/address";
import { formatMoney, type Money } from "#kernel/money";
import { type Content, oneLine } from "./content.rules";
import { type Html, layout, type Styles, stylesOf } from "./layout.mail";
import { imprintOf, type Shop } from "./shop.rules";

const DATES = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });
const dateOf = (iso: string) => DATES.format(new Date(iso));

const COUNTRIES = new Intl.DisplayNames(["en"], { type: "region" });

/** Returns the lines of a postal address as on a parcel. */
const addressLines = (address: Address) =>
  [
    address.name,
    address.line1,
    address.line2,
    [address.postalCode, address.city].filter(Boolean).join(" "),
    address.region,
    COUNTRIES.of(address.country),
  ]
    .filter((line): line is string => Boolean(line))
    .map(oneLine);

/** Returns options and personalisation in one line: `Size: M · Engraving: Ada`. */
const detailsOf = ({ options, properties }: OrderLine) =>
  [...Object.entries(options), ...Object.entries(properties)]
    .map(([name, value]) => oneLine(`${name}: ${value}`))
    .join(" · ");

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
    figure(`Shipping (${shippingOption.title})`, totals.shipping),
    ...(totals.taxIncluded ? [] : [figure("Tax", totals.tax)]),
  ];
};

const taxNote = ({ totals }: Order) =>
  totals.taxIncluded ? `Including tax of ${formatMoney(totals.tax)}` : undefined;

const picture = ({ image }: OrderLine): Html | "" =>
  image?.startsWith("https://")
    ? html`<td width="72" valign="top" style="padding:12px 16px 12px 0"><img src="${image}" width="56" height="56" alt="" class="tile" style="display:block;width:56px;height:56px;border-radius:6px;object-fit:cover;background:#efe9e0"></td>`
    : "";

const lineRow = (line: OrderLine, pictures: boolean, style: Styles): Html => {
  const details = detailsOf(line);
  return html`<tr>
${pictures ? picture(line) || html`<td width="72"></td>` : ""}
<td valign="top" style="padding:12px 12px 12px 0">
<p class="ink" style="${style.text};margin:0">${oneLine(line.title)}</p>
${details ? html`<p class="muted" style="${style.small}">${details}</p>` : ""}
<p class="muted" style="${style.small}">${line.quantity} × ${formatMoney(line.unitPrice)}</p>
</td>
<td valign="top" align="right" class="ink" style="padding:12px 0;${style.figure}">${formatMoney(line.subtotal)}</td>
</tr>`;
};

const figureRow = ({ label, amount }: Figure, style: Styles): Html =>
  html`<tr><td class="muted" style="padding:3px 12px 3px 0;${style.small}">${label}</td><td align="right" class="ink" style="padding:3px 0;${style.figure}">${amount}</td></tr>`;

const addressCell = (label: string, address: Address, style: Styles): Html =>
  html`<td class="half" width="50%" valign="top" style="padding-right:16px">
<p class="muted" style="${style.label}">${label}</p>
<p class="ink" style="${style.text};font-size:15px;margin:0">${addressLines(address).map((line) => html`${line}<br>`)}</p>
</td>`;

const ruleRow = (style: Styles) =>
  html`<tr><td colspan="3" style="padding:0"><div class="rule" style="${style.rule}">&nbsp;</div></td></tr>`;
const TABLE = html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">`;

/** Returns the lines of the buyer's note. */
const noteLines = ({ note }: Order) => (note ?? "").split(/\r?\n/).map(oneLine).filter(Boolean);

const noteSection = (order: Order, style: Styles): Html | "" => {
  const lines = noteLines(order);
  if (lines.length === 0) return "";
  return html`<div style="height:32px;line-height:32px">&nbsp;</div>
<p class="muted" style="${style.label}">Your note</p>
<p class="ink" style="${style.text};font-size:15px;margin:0">${lines.map((line) => html`${line}<br>`)}</p>`;
};

const NEXT_STEPS =
  "We will ship your order soon. If something is wrong with it, reply to this mail.";

const bodyOf = (order: Order, style: Styles): Html => {
  const rule = ruleRow(style);
  const note = taxNote(order);
  const pictures = order.lines.some((line) => picture(line) !== "");
  return html`<h1 class="ink" style="${style.heading}">Thank you for your order.</h1>
<p class="muted" style="${style.small};margin-bottom:28px">${order.number} · ${dateOf(order.placedAt)}</p>
<p class="ink" style="${style.text}">${NEXT_STEPS}</p>
${TABLE}
${rule}
${order.lines.map((line) => lineRow(line, pictures, style))}
${rule}
</table>
${TABLE}
<tr><td colspan="2" height="10" style="font-size:0;line-height:10px">&nbsp;</td></tr>
${figuresOf(order).map((figure) => figureRow(figure, style))}
<tr><td class="ink" style="padding:10px 12px 0 0;${style.total}">Total</td><td align="right" class="ink" style="padding:10px 0 0;${style.total}">${formatMoney(order.totals.total)}</td></tr>
${note ? html`<tr><td colspan="2" class="muted" style="${style.small}">${note}</td></tr>` : ""}
</table>
<div style="height:32px;line-height:32px">&nbsp;</div>
${TABLE}
<tr>${addressCell("Delivery", order.shippingAddress, style)}${addressCell("Billing", order.billingAddress, style)}</tr>
</table>
${noteSection(order, style)}`;
};

const textOf = (order: Order): string => {
  const lines = order.lines.map((line) => {
    const details = detailsOf(line);
    const price = `${line.quantity} × ${formatMoney(line.unitPrice)} = ${formatMoney(line.subtotal)}`;
    return [oneLine(line.title), ...(details ? [details] : []), price]
      .map((row) => `  ${row}`)
      .join("\n");
  });
  const figures = figuresOf(order).map(({ label, amount }) => `${label}: ${amount}`);
  const note = taxNote(order);
  const buyerNote = noteLines(order);
  return `Thank you for your order.

${order.number} · ${dateOf(order.placedAt)}

${NEXT_STEPS}

${lines.join("\n\n")}

${figures.join("\n")}
Total: ${formatMoney(order.totals.total)}${note ? `\n${note}` : ""}

Delivery
${addressLines(order.shippingAddress).join("\n")}

Billing
${addressLines(order.billingAddress).join("\n")}
${buyerNote.length > 0 ? `\nYour note\n${buyerNote.join("\n")}\n` : ""}`;
};

/** Confirms an order whose payment is authorised and whose units are sold. */
export const orderConfirmedMail = ({ order, shop }: { order: Order; shop: Shop }): Content => {
  const number = oneLine(order.number);
  return {
    subject: `Your order ${number}`,
    html: layout({
      title: `Your order ${number}`,
      preview: `Total ${formatMoney(order.totals.total)}. We will ship your order soon.`,
      shop,
      body: bodyOf(order, stylesOf(shop)),
    }),
    text: `${textOf(order)}\n${oneLine(shop.shopName)}: ${shop.storefrontUrl}\n\n${imprintOf(shop).join("\n")}\n`,
  };
};
