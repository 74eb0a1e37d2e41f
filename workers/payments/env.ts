import { z } from "zod";
import { CommonEnv, QueueEnv, StorefrontUrl, VendorSecret } from "#kernel/env";

const WebhookSecret = VendorSecret.regex(/^\S+$/);

export const PaymentsVars = {
  ...CommonEnv,
  ...QueueEnv,
  PAYMENTS_DB_URL: z.url(),
  PAYMENTS_DB_TOKEN: VendorSecret,
  STRIPE_URL: z.url(),
  STRIPE_SECRET_KEY: VendorSecret,
  /** Two with a comma between them while one is replaced by the other. */
  STRIPE_WEBHOOK_SECRET: z.string().refine((text) => {
    const secrets = text.split(",");
    return (
      secrets.length <= 2 && secrets.every((secret) => WebhookSecret.safeParse(secret).success)
    );
  }, "must be one secret, or two with a comma"),
  /** Where buyers come back to from 3-D Secure when an order names no page of its own. */
  STOREFRONT_URL: StorefrontUrl,
};

/** Payments calls no other Worker, so these are all there is. */
export type PaymentsEnv = z.input<z.ZodObject<typeof PaymentsVars>>;
