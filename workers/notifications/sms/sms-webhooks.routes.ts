import { AppError } from "#kernel/errors";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import type { SmsReportsService } from "./sms-reports.service";
import { receiveTwilioWebhook } from "./sms-webhooks.api";

/**
 * Receives the webhooks of Twilio. The body is read as text, because the signature covers it.
 * @param reports undefined if the shop sends no SMS
 */
export const smsWebhookRoutes = (app: App, reports: SmsReportsService | undefined) =>
  route(app, receiveTwilioWebhook, async (c) => {
    if (!reports) throw new AppError("not_found");
    await reports.handle({
      url: c.req.url,
      body: await c.req.text(),
      signature: c.req.header("x-twilio-signature"),
    });
    return c.body(null, 204);
  });
