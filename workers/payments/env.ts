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
  /** One secret, or two separated by a comma during a rotation. */
  STRIPE_WEBHOOK_SECRET: z.string().refine((text) => {
    const secrets = text.split(",");
    return (
      secrets.length <= 2 && secrets.every((secret) => WebhookSecret.safeParse(secret).success)
    );
  }, "must be one secret, or two with a comma"),
  /** The page that buyers return to from 3-D Secure if an order names none. */
  STOREFRONT_URL: StorefrontUrl,
};

/** Has no bindings, because this Worker calls no other. */
export type PaymentsEnv = z.input<z.ZodObject<typeof PaymentsVars>>;
