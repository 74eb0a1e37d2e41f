import { z } from "zod";
import { bodyAs } from "#doctor/ask";
import { type Check, type Finding, fail, sameMachine } from "#doctor/check";
import { askResend } from "#doctor/resend";
import { REPORTED_EVENTS } from "#workers/notifications/resend-reports.rules";

const Endpoint = z.object({
  endpoint: z.string(),
  status: z.string(),
  events: z.array(z.string()).nullable(),
});
const Endpoints = z.object({ data: z.array(Endpoint) });

const missing = (url: string) =>
  fail({
    code: "resend.webhook_missing",
    where: url,
    problem: "Resend has no enabled webhook with this address.",
    action: "Add the webhook at Resend, and set RESEND_WEBHOOK_SECRET to its signing secret.",
  });

const lacksEvents = (url: string, events: readonly string[]) =>
  fail({
    code: "resend.webhook_lacks_events",
    where: url,
    problem: `The webhook does not receive ${events.join(", ")}.`,
    action: "Add these events to the webhook at Resend.",
  });

/** Checks that Resend reports bounces and complaints to the shop. A key that may only send leaves the question open. */
export const resendWebhook: Check = {
  name: "resend-webhook",
  needs: ["RESEND_URL", "RESEND_API_KEY", "PUBLIC_URL"],
  async run(context): Promise<Finding[]> {
    const { answer, request, isRestricted } = await askResend(context, "webhooks");
    if (isRestricted) return [];
    const url = `${context.url}/webhooks/resend`;
    const own = bodyAs(Endpoints, answer, request).data.filter(
      ({ endpoint, status }) => status === "enabled" && sameMachine(endpoint) === sameMachine(url),
    );
    if (own.length === 0) return [missing(url)];
    const received = own.flatMap(({ events }) => events ?? []);
    const lacking = REPORTED_EVENTS.filter((event) => !received.includes(event));
    return lacking.length > 0 ? [lacksEvents(url, lacking)] : [];
  },
};
