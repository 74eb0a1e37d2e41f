import { html, raw } from "hono/html";
import type { Entry, FigureTable, ReceiptContent } from "#receipts/content/content.rules";
import { SHEET, SHEET_SHA256 } from "./sheet.rules";

type Html = ReturnType<typeof html>;

/** No script, picture, form or other file: a text that escapes wrongly could still load nothing. */
export const POLICY = `default-src 'none'; style-src 'sha256-${SHEET_SHA256}'; base-uri 'none'; form-action 'none'`;

const spans = (lines: readonly string[]) =>
  lines.map((line) => html`<span dir="auto">${line}</span>`);

const head = ({ seller, heading }: ReceiptContent): Html => html`<header>
<address class="seller"><strong dir="auto">${seller.name}</strong>${spans(seller.lines)}</address>
<div class="head"><h1>${heading}</h1></div>
</header>`;

const facts = (entries: readonly Entry[]): Html => html`<dl class="facts">${entries.map(
  ({ label, value }) => html`
<div><dt>${label}</dt><dd>${value}</dd></div>`,
)}
</dl>`;

const parties = ({ parties: all }: ReceiptContent) =>
  all.length === 0
    ? ""
    : html`<div class="parties">${all.map(
        ({ label, lines }) => html`
<address class="party"><h2>${label}</h2>${spans(lines)}</address>`,
      )}
</div>`;

const heads = (columns: readonly string[]) =>
  columns.map((column) => html`<th scope="col">${column}</th>`);

const items = ({ items: { columns, rows } }: ReceiptContent): Html => {
  const row = ({ title, details, cells }: (typeof rows)[number]) => html`
<tr><td><span class="title" dir="auto">${title}</span>${
    details && html`<span class="details" dir="auto">${details}</span>`
  }</td>${cells.map((cell, at) => html`<td data-label="${columns[at + 1] ?? ""}">${cell}</td>`)}</tr>`;
  return html`<div class="items"><table>
<thead><tr>${heads(columns)}</tr></thead>
<tbody>${rows.map(row)}
</tbody>
</table></div>`;
};

const amount = (name: string, { label, value }: Entry, note = ""): Html => html`
<div class="${name}"><dt dir="auto">${label}</dt><dd>${value}${
  note && html`<small>${note}</small>`
}</dd></div>`;

const totals = ({
  totals: parts,
  total,
  taxNote,
  balance,
}: ReceiptContent): Html => html`<dl class="totals">${[
  ...parts.map((part) => amount("part", part)),
  amount("sum", total, taxNote),
  balance && amount("due", balance),
]}
</dl>`;

const figures = (table: FigureTable | undefined) =>
  table &&
  html`<section><h2>${table.heading}</h2><table>
${table.columns.length > 0 ? html`<thead><tr>${heads(table.columns)}</tr></thead>` : ""}
<tbody>${table.rows.map((row) => html`<tr>${row.map((cell) => html`<td dir="auto">${cell}</td>`)}</tr>`)}</tbody>
</table></section>`;

/** Returns a receipt as a page that needs no other file: escaped, printable, readable on a phone. */
export const pageOf = (content: ReceiptContent): string =>
  String(html`<!doctype html>
<html lang="${content.language.tag}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${content.title}</title>
<style>${raw(SHEET)}</style>
</head>
<body>
<main>
${head(content)}
${facts(content.facts)}
${parties(content)}
${items(content)}
${totals(content)}
${figures(content.taxes)}
<div class="pair">${figures(content.payments)}${figures(content.credits)}${figures(content.refunds)}</div>
</main>
</body>
</html>
`);
