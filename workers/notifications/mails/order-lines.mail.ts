import { html } from "hono/html";
import type { Order, OrderLine } from "#contract/orders";
import { formatMoney } from "#kernel/money";
import type { LineUnits } from "#orders/after-sale.contract";
import { oneLine } from "./content.rules";
import type { Html, Styles } from "./layout.mail";

/** A line of an order in a mail. */
export interface LineRow {
  line: OrderLine;
  /** Below the title: how many units, or how many at which price. */
  caption: string;
  amount?: string;
}

/** The start of a table without the look of one. */
export const TABLE = html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">`;

export const ruleRow = (style: Styles) =>
  html`<tr><td colspan="3" style="padding:0"><div class="rule" style="${style.rule}">&nbsp;</div></td></tr>`;

/** Returns options, personalisation and the contents of a bundle in one line: `Size: M · Engraving: Ada · 2 × Cup`. */
const detailsOf = ({ options, properties, parts = [] }: OrderLine) =>
  [
    ...[...Object.entries(options), ...Object.entries(properties)].map((each) => each.join(": ")),
    ...parts.map(({ quantity, title }) => `${quantity} × ${title}`),
  ]
    .map(oneLine)
    .join(" · ");

const picture = ({ image }: OrderLine): Html | "" =>
  image?.startsWith("https://")
    ? html`<td width="72" valign="top" style="padding:12px 16px 12px 0"><img src="${image}" width="56" height="56" alt="" class="tile" style="display:block;width:56px;height:56px;border-radius:6px;object-fit:cover;background:#efe9e0"></td>`
    : "";

const rowOf = ({ line, caption, amount }: LineRow, pictures: boolean, style: Styles): Html => {
  const details = detailsOf(line);
  return html`<tr>
${pictures ? picture(line) || html`<td width="72"></td>` : ""}
<td valign="top" style="padding:12px 12px 12px 0">
<p class="ink" style="${style.text};margin:0">${oneLine(line.title)}</p>
${details ? html`<p class="muted" style="${style.small}">${details}</p>` : ""}
<p class="muted" style="${style.small}">${caption}</p>
</td>
<td valign="top" align="right" class="ink" style="padding:12px 0;${style.figure}">${amount ?? ""}</td>
</tr>`;
};

/** Returns the table of lines, between two rules. */
export const linesTable = (rows: readonly LineRow[], style: Styles): Html => {
  const rule = ruleRow(style);
  const pictures = rows.some(({ line }) => picture(line) !== "");
  return html`${TABLE}
${rule}
${rows.map((row) => rowOf(row, pictures, style))}
${rule}
</table>`;
};

/** Returns the lines as text. */
export const linesText = (rows: readonly LineRow[]) =>
  rows
    .map(({ line, caption, amount }) => {
      const details = detailsOf(line);
      const figures = [caption, ...(amount === undefined ? [] : [amount])].join(" = ");
      return [oneLine(line.title), ...(details ? [details] : []), figures]
        .map((row) => `  ${row}`)
        .join("\n");
    })
    .join("\n\n");

/** Returns every line of an order with its price. */
export const pricedRows = ({ lines }: Pick<Order, "lines">): LineRow[] =>
  lines.map((line) => ({
    line,
    caption: `${line.quantity} × ${formatMoney(line.unitPrice)}`,
    amount: formatMoney(line.subtotal),
  }));

/** Returns the lines of an order that have some of the given units, with their number. */
export const unitRows = ({ lines }: Pick<Order, "lines">, units: readonly LineUnits[]): LineRow[] =>
  lines.flatMap((line) => {
    const own = units.filter(({ lineId }) => lineId === line.id);
    const quantity = own.reduce((sum, one) => sum + one.quantity, 0);
    return quantity === 0 ? [] : [{ line, caption: `Quantity: ${quantity}` }];
  });
