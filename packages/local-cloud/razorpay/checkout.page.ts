import { html, raw } from "hono/html";
import { spellAmount } from "./currencies";
import type { Method, Order, Payment } from "./objects";
import { DEFAULT_CARD } from "./test-cards";

type Html = ReturnType<typeof html>;

const STYLE = `
  body { font: 16px/1.5 system-ui; max-width: 28rem; margin: 4rem auto; padding: 0 1rem; }
  button { font: inherit; padding: 0.5rem 1.5rem; margin: 0.5rem 0.5rem 0 0; }
  fieldset { border: 1px solid #8884; border-radius: 0.5rem; margin-bottom: 1rem; }
  input, select { font: inherit; }
`;

const page = (title: string, body: Html) => html`<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width" />
  <title>${title}</title>
  <link rel="icon" href="data:," />
  <style>${raw(STYLE)}</style>
  <main><h1>${title}</h1>${body}</main>
</html>`;

const hiddenFields = (fields: Record<string, string>) =>
  Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );

/** What each method asks of the buyer. */
const INPUTS: Record<Method, { legend: string; input: Html; action: string }> = {
  card: {
    legend: "Card",
    input: html`<label>Card number <input name="card[number]" value="${DEFAULT_CARD}" /></label>`,
    action: "Pay by card",
  },
  upi: {
    legend: "UPI",
    input: html`<p>Scan the QR code, or open your UPI app.</p>
      <label>Account <select name="upi[vpa]">
        <option>success@razorpay</option><option>failure@razorpay</option>
      </select></label>`,
    action: "Open the UPI app",
  },
  netbanking: {
    legend: "Netbanking",
    input: html`<label>Bank <select name="bank">
      <option>HDFC</option><option>ICIC</option><option>SBIN</option><option>UTIB</option>
    </select></label>`,
    action: "Go to the bank",
  },
};

interface Checkout {
  order: Order;
  name: string;
  methods: readonly Method[];
  /** The fields that the payment keeps from the merchant's form. */
  fields: Record<string, string>;
  cancelUrl: string | undefined;
}

/** Renders the hosted checkout, where the buyer chooses a method. */
export const checkoutPage = ({ order, name, methods, fields, cancelUrl }: Checkout) =>
  page(
    `Pay ${name}`,
    html`<p><b>${spellAmount(order.amount, order.currency)}</b> (test mode)</p>
      ${methods.map((method) => {
        const { legend, input, action } = INPUTS[method];
        return html`<form method="post" action="/v1/payments/create/checkout"><fieldset>
          <legend>${legend}</legend>
          ${hiddenFields({ ...fields, method })} ${input}
          <div><button>${action}</button></div>
        </fieldset></form>`;
      })}
      ${cancelUrl ? html`<p><a href="${cancelUrl}">Cancel</a></p>` : ""}`,
  );

/** Renders the page of the buyer's bank or UPI app. A buyer who closes it leaves the payment waiting. */
export const bankPage = (payment: Payment) =>
  page(
    "Welcome to Razorpay Software Private Ltd Bank",
    html`<p>This is a demo bank page. A payment of
      <b>${spellAmount(payment.amount, payment.currency)}</b> by ${payment.method} needs your approval.</p>
      <form method="post" action="/v1/payments/${payment.id}/authenticate">
        <button name="outcome" value="success">Success</button>
        <button name="outcome" value="failure">Failure</button>
      </form>
      <p>Close this page to do nothing.</p>`,
  );

/** Renders the form that takes the buyer back to the merchant. The browser submits it at once. */
export const returnPage = (callbackUrl: string, fields: Record<string, string>) =>
  page(
    "Returning to the shop",
    html`<form method="post" action="${callbackUrl}">${hiddenFields(fields)}<button>Continue</button></form>
      <script>document.forms[0].submit();</script>`,
  );

/** Renders the end of a payment without a callback URL. */
export const donePage = ({ status }: Payment) =>
  page("Done", html`<p>The payment is <b>${status}</b>. You can close this page.</p>`);
