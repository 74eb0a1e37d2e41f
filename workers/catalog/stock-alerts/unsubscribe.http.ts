import { html } from "hono/html";

const STYLE =
  "font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1.5rem;color:#1c1917";
const BUTTON =
  "font:inherit;font-weight:600;padding:.7rem 1.2rem;border:0;border-radius:.4rem;background:#1c1917;color:#fff;cursor:pointer";

const page = (content: ReturnType<typeof html>) => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>Stock alerts</title></head>
<body style="${STYLE}">${content}</body></html>`;

/** Asks for a click, because mail filters follow links. */
export const unsubscribePage = () =>
  page(html`<h1>End stock alerts</h1>
<p>If you end them, you get no more mails about products that are back in stock.</p>
<form method="post"><button style="${BUTTON}">End them</button></form>`);

export const unsubscribedPage = () =>
  page(html`<h1>Stock alerts have ended</h1><p>You can close this page.</p>`);
