import { z } from "zod";
import { bodyAs } from "#doctor/ask";
import { type Check, type Finding, fail, sameMachine, warn } from "#doctor/check";
import { askStripe, STRIPE_NEEDS } from "#doctor/stripe";
import { WEBHOOK_EVENTS } from "#workers/payments/stripe/stripe-webhooks.rules";

const Endpoint = z.object({
  url: z.string(),
  status: z.string(),
  enabled_events: z.array(z.string()),
});
type Endpoint = z.infer<typeof Endpoint>;
const Endpoints = z.object({ data: z.array(Endpoint) });

const missing = (url: string) =>
  fail({
    code: "stripe.webhook_missing",
    where: url,
    problem: "Stripe has no webhook endpoint with this address.",
    action: "Add the endpoint in Stripe's dashboard, and set STRIPE_WEBHOOK_SECRET to its secret.",
  });

const disabled = (url: string) =>
  fail({
    code: "stripe.webhook_disabled",
    where: url,
    problem: "The webhook endpoint is disabled at Stripe.",
    action: "Enable the endpoint in Stripe's dashboard.",
  });

const lacksEvents = (url: string, events: readonly string[]) =>
  fail({
    code: "stripe.webhook_lacks_events",
    where: url,
    problem: `The webhook endpoint does not receive ${events.join(", ")}.`,
    action: "Add these events to the endpoint in Stripe's dashboard.",
  });

const unreadable = () =>
  warn({
    code: "stripe.webhook_unreadable",
    where: "STRIPE_SECRET_KEY",
    problem: "The restricted key may not read webhook endpoints, so they are not checked.",
    action: "Allow the key to read webhook endpoints in Stripe's dashboard.",
  });

const missingEvents = ({ enabled_events: enabled }: Endpoint) =>
  enabled.includes("*") ? [] : WEBHOOK_EVENTS.filter((event) => !enabled.includes(event));

/** Checks that Stripe sends the events of payments to the shop. */
export const stripeWebhook: Check = {
  name: "stripe-webhook",
  needs: [...STRIPE_NEEDS, "PUBLIC_URL"],
  async run(context): Promise<Finding[]> {
    const { answer, request } = await askStripe(context, "v1/webhook_endpoints?limit=100");
    if (answer.status === 403) return [unreadable()];
    const url = `${context.url}/webhooks/stripe`;
    const own = bodyAs(Endpoints, answer, request).data.filter(
      (endpoint) => sameMachine(endpoint.url) === sameMachine(url),
    );
    const enabled = own.filter(({ status }) => status === "enabled");
    if (own.length === 0) return [missing(url)];
    if (enabled.length === 0) return [disabled(url)];
    if (enabled.some((endpoint) => missingEvents(endpoint).length === 0)) return [];
    return [lacksEvents(url, enabled.flatMap(missingEvents))];
  },
};
