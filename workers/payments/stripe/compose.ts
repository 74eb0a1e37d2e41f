import type { Clock } from "#kernel/clock";
import type { PaymentProvider, WebhookReader } from "#payments/provider.port";
import { stripePayments } from "./stripe.client";
import { connectStripe } from "./stripe-connection.client";
import { stripeRefunds } from "./stripe-refunds.client";
import { stripeWebhooks } from "./stripe-webhooks.client";

interface StripeOptions {
  url: string;
  secretKey: string;
  /** One secret, or two during a rotation. */
  webhookSecrets: readonly string[];
  clock: Clock;
}

/** Builds Stripe as a payment provider. */
export const composeStripe = (options: StripeOptions): PaymentProvider & WebhookReader => {
  const connection = connectStripe(options);
  const { webhookSecrets: secrets, clock } = options;
  return {
    name: "stripe",
    ...stripePayments(connection),
    ...stripeRefunds(connection),
    ...stripeWebhooks({ connection, secrets, clock }),
  };
};
