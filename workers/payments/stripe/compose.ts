import type { Clock } from "#kernel/clock";
import type {
  CardKeeper,
  DisputeReader,
  PaymentProvider,
  ProviderBooks,
  WebhookReader,
} from "#payments/provider.port";
import { stripePayments } from "./stripe.client";
import { stripeBooks } from "./stripe-books.client";
import { stripeCards } from "./stripe-cards.client";
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

export type StripeProvider = PaymentProvider &
  WebhookReader &
  ProviderBooks &
  DisputeReader &
  CardKeeper;

/** Builds Stripe as a payment provider. */
export const composeStripe = (options: StripeOptions): StripeProvider => {
  const connection = connectStripe(options);
  const { webhookSecrets: secrets, clock } = options;
  return {
    name: "stripe",
    ...stripePayments(connection),
    ...stripeRefunds(connection),
    ...stripeBooks(connection),
    ...stripeCards(connection),
    ...stripeWebhooks({ connection, secrets, clock }),
  };
};
