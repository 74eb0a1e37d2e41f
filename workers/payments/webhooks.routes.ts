import { access } from "#kernel/access";
import type { App } from "#kernel/app";
import type { NoticesService } from "./webhooks.service";

/** The public door of the payment providers. The body is read as it was sent: the signature covers it. */
export const webhookRoutes = (app: App, stripe: NoticesService) => {
  app.post("/webhooks/stripe", access("signed", "none"), async (c) => {
    await stripe.hear(await c.req.text(), c.req.header("stripe-signature"));
    return c.json({ received: true });
  });
};
