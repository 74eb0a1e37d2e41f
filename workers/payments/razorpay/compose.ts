import type {
  DisputeReader,
  PaymentProvider,
  ProviderBooks,
  WebhookReader,
} from "#payments/provider.port";
import { razorpayPayments } from "./razorpay.client";
import { razorpayBooks } from "./razorpay-books.client";
import { connectRazorpay } from "./razorpay-connection.client";
import { razorpayDisputes } from "./razorpay-disputes.client";
import { razorpayRefunds } from "./razorpay-refunds.client";
import { razorpayWebhooks } from "./razorpay-webhooks.client";

interface RazorpayOptions {
  url: string;
  keyId: string;
  keySecret: string;
  /** One secret, or two during a rotation. */
  webhookSecrets: readonly string[];
  /** The name that the checkout shows. */
  shopName: string;
}

type RazorpayProvider = PaymentProvider & WebhookReader & ProviderBooks & DisputeReader;

/** Builds Razorpay as a payment provider. */
export const composeRazorpay = (options: RazorpayOptions): RazorpayProvider => {
  const connection = connectRazorpay(options);
  return {
    name: "razorpay",
    ...razorpayPayments(connection, options),
    ...razorpayRefunds(connection),
    ...razorpayBooks(connection),
    ...razorpayDisputes(connection),
    ...razorpayWebhooks({ connection, secrets: options.webhookSecrets }),
  };
};
