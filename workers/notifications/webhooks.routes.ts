import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import type { SuppressionsService } from "./suppressions.service";
import { receiveResendWebhook } from "./webhooks.api";

/** Receives the webhooks of Resend. The body is read as text, because the signature covers its bytes. */
export const webhookRoutes = (app: App, { handle }: Pick<SuppressionsService, "handle">) =>
  route(app, receiveResendWebhook, async (c) => {
    await handle(await c.req.text(), {
      id: c.req.header("svix-id"),
      timestamp: c.req.header("svix-timestamp"),
      signature: c.req.header("svix-signature"),
    });
    return c.json({ received: true });
  });
