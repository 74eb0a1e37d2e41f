import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import { receiveRazorpayWebhook, receiveStripeWebhook } from "./webhooks.api";
import type { WebhooksService } from "./webhooks.service";

/** The services of the providers that are configured. */
interface Services {
  stripe: WebhooksService;
  razorpay?: WebhooksService;
}

/** Receives the webhooks of providers. The body is read as text, because the signature covers its bytes. */
export const webhookRoutes = (app: App, { stripe, razorpay }: Services) => {
  route(app, receiveStripeWebhook, async (c) => {
    await stripe.handle(await c.req.text(), c.req.header("stripe-signature"));
    return c.json({ received: true });
  });

  if (razorpay)
    route(app, receiveRazorpayWebhook, async (c) => {
      await razorpay.handle(await c.req.text(), c.req.header("x-razorpay-signature"));
      return c.json({ received: true });
    });
};
