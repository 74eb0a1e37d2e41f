import { Hono } from "hono";
import { html } from "hono/html";
import { type Account, find } from "./account";
import { authenticate } from "./confirmation";
import { spellAmount } from "./currencies";
import type { Intent } from "./objects";

const page = (body: unknown) => html`<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width" />
  <title>3D Secure 2 Test Page</title>
  <link rel="icon" href="data:," />
  <style>
    body { font: 16px/1.5 system-ui; max-width: 28rem; margin: 4rem auto; padding: 0 1rem; }
    button { font: inherit; padding: 0.5rem 1.5rem; margin-right: 0.5rem; }
  </style>
  <main>${body}</main>
</html>`;

/** Renders the bank's page, where the buyer approves or fails the payment. */
const question = (intent: Intent) =>
  page(html`<h1>3D Secure 2 Test Page</h1>
    <p>A payment of <b>${spellAmount(intent.amount, intent.currency)}</b> needs your approval.</p>
    <form method="post">
      <button name="outcome" value="success">Approve</button>
      <button name="outcome" value="failure">Fail</button>
    </form>`);

const done = (intent: Intent) =>
  page(html`<h1>Done</h1>
    <p>The payment is <b>${intent.status}</b>. You can close this page.</p>`);

/** Returns the shop's return URL with the query parameters that Stripe adds. */
const returnAddress = (intent: Intent, returnUrl: string) => {
  const url = new URL(returnUrl);
  const failed = intent.status === "requires_payment_method" || intent.status === "canceled";
  url.searchParams.set("payment_intent", intent.id);
  url.searchParams.set("payment_intent_client_secret", intent.client_secret);
  url.searchParams.set("redirect_status", failed ? "failed" : "succeeded");
  return url.href;
};

/**
 * Serves the bank's page of an intent that awaits 3-D Secure: `GET` shows it, `POST` submits the buyer's answer.
 */
export const challengeRoutes = (account: Account) => {
  const routes = new Hono();
  routes.get("/:id", (c) => {
    const intent = find(account, "payment_intent", c.req.param("id"));
    return c.html(intent.status === "requires_action" ? question(intent) : done(intent));
  });
  routes.post("/:id", async (c) => {
    const { outcome } = await c.req.parseBody();
    const passed = outcome === "success";
    // A second submission changes nothing and redirects to the same page.
    const intent = account.db.transaction(() => authenticate(account, c.req.param("id"), passed))();
    const { returnUrl } = account.objects.hidden("payment_intent", intent.id);
    return returnUrl ? c.redirect(returnAddress(intent, returnUrl), 303) : c.html(done(intent));
  });
  return routes;
};
