import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import type { WebhooksService } from "./webhooks.service";

/** Receives the webhooks of providers. The body is read as text, because the signature covers its bytes. */
export const webhookRoutes = (app: App, stripe: WebhooksService) => {
  app.post("/webhooks/stripe", access("signed", "none"), async (c) => {
    await stripe.handle(await c.req.text(), c.req.header("stripe-signature"));
    return c.json({ received: true });
  });
};
