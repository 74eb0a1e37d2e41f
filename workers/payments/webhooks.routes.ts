import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import { receiveStripeWebhook } from "./webhooks.api";
import type { WebhooksService } from "./webhooks.service";

/** Receives the webhooks of providers. The body is read as text, because the signature covers its bytes. */
export const webhookRoutes = (app: App, stripe: WebhooksService) => {
  route(app, receiveStripeWebhook, async (c) => {
    await stripe.handle(await c.req.text(), c.req.header("stripe-signature"));
    return c.json({ received: true });
  });
};
