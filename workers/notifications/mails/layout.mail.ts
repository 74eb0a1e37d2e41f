import { html } from "hono/html";
import { imprintOf, mutedOf, type Shop } from "./shop.rules";

/** Escaped HTML. `html` escapes every other value that is put into it. */
export type Html = ReturnType<typeof html>;

const SANS = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const SERIF = "Georgia, 'Times New Roman', serif";

/** Returns inline styles, because many mail programs ignore style sheets. */
export const stylesOf = ({ colours }: Shop) => {
  const { accent, text, background } = colours;
  const muted = mutedOf(colours);
  return {
    heading: `margin:0 0 12px;font:400 26px/1.25 ${SERIF};color:${text}`,
    text: `margin:0 0 16px;font:400 16px/1.55 ${SANS};color:${text};overflow-wrap:anywhere`,
    small: `margin:0;font:400 14px/1.5 ${SANS};color:${muted};overflow-wrap:anywhere`,
    label: `margin:0 0 4px;font:600 12px/1.4 ${SANS};letter-spacing:.06em;text-transform:uppercase;color:${muted}`,
    figure: `font:400 15px/1.5 ${SANS};color:${text};white-space:nowrap`,
    total: `font:600 17px/1.5 ${SANS};color:${text};white-space:nowrap`,
    code: `margin:24px 0 0;font:600 32px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.16em;color:${text}`,
    rule: "border-top:1px solid #e7e2da;font-size:0;line-height:0;height:1px",
    button: `display:inline-block;padding:12px 22px;border-radius:6px;background:${accent};color:${background};font:600 15px/1 ${SANS};text-decoration:none`,
    name: `margin:0 0 32px;font:400 20px/1 ${SERIF};color:${accent}`,
    card: `background:${background};border-radius:12px;padding:40px`,
  };
};
export type Styles = ReturnType<typeof stylesOf>;

/** Styles for narrow screens and dark mode, in mail programs that read style sheets. */
const SHEET = html`<style>
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  a { color: inherit; }
  @media (max-width: 600px) {
    .page { padding: 0 !important; }
    .card { padding: 28px 20px !important; border-radius: 0 !important; }
    .half { display: block !important; width: 100% !important; padding: 0 0 20px !important; }
  }
  @media (prefers-color-scheme: dark) {
    body, .page { background: #171412 !important; }
    .card { background: #221e1b !important; }
    .ink { color: #f5f1ea !important; }
    .muted { color: #a8a096 !important; }
    .tile { background: #3b3530 !important; }
    .rule { border-color: #3b3530 !important; }
    .button { background: #f5f1ea !important; color: #171412 !important; }
  }
</style>`;

interface Page {
  title: string;
  /** Shown by inboxes beside the subject. */
  preview: string;
  shop: Shop;
  body: Html;
}

/** Returns the logo of the shop, or its name. */
const masthead = ({ shopName, logoUrl }: Shop) =>
  logoUrl === null
    ? html`${shopName}`
    : html`<img src="${logoUrl}" height="40" alt="${shopName}" style="display:block;height:40px;width:auto;border:0">`;

/** Text below the card. It stands on the background of the mail, so it has another colour than text on the card. */
const IMPRINT = `margin:0;font:400 14px/1.5 ${SANS};color:#6b645d`;

/** Returns the page of a mail. It uses tables, because all mail programs support them. */
export const layout = ({ title, preview, shop, body }: Page): string => {
  const style = stylesOf(shop);
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${title}</title>
${SHEET}
</head>
<body style="margin:0;padding:0;background:#f6f2ec;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden">${preview}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="page" style="background:#f6f2ec;padding:32px 16px">
<tr><td align="center">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px">
<tr><td class="card" style="${style.card}">
<p class="ink" style="${style.name}"><a href="${shop.storefrontUrl}" style="text-decoration:none" class="ink">${masthead(shop)}</a></p>
${body}
</td></tr>
<tr><td align="center" style="padding:20px">
<p class="muted" style="${IMPRINT}">${imprintOf(shop).map((line) => html`${line}<br>`)}</p>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>`);
};
