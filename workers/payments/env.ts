import * as z from "zod";
import { CommonEnv, EnvironmentError, QueueEnv, StorefrontUrl, VendorSecret } from "#kernel/env";

const WebhookSecret = VendorSecret.regex(/^\S+$/);

/** One secret, or two separated by a comma during a rotation. */
const WebhookSecrets = z.string().refine((text) => {
  const secrets = text.split(",");
  return secrets.length <= 2 && secrets.every((secret) => WebhookSecret.safeParse(secret).success);
}, "must be one secret, or two with a comma");

export const PaymentsVars = {
  ...CommonEnv,
  ...QueueEnv,
  PAYMENTS_DB_URL: z.url(),
  PAYMENTS_DB_TOKEN: VendorSecret,
  STRIPE_URL: z.url(),
  STRIPE_SECRET_KEY: VendorSecret,
  STRIPE_WEBHOOK_SECRET: WebhookSecrets,
  RAZORPAY_URL: z.url().default("https://api.razorpay.com"),
  /** The public half of the key. Without it, no payment is made by Razorpay. */
  RAZORPAY_KEY_ID: z.string().default(""),
  RAZORPAY_KEY_SECRET: VendorSecret.optional(),
  RAZORPAY_WEBHOOK_SECRET: WebhookSecrets.optional(),
  /**
   * Whether buyers may pay by bank transfer or on delivery: their orders are confirmed without money, so that
   * a shop decides on it.
   */
  MANUAL_PAYMENTS: z.enum(["off", "on"]).default("off"),
  /** The page that buyers return to from 3-D Secure if an order names none. */
  STOREFRONT_URL: StorefrontUrl,
};

/** The validated variables and secrets. */
export type PaymentsValues = z.infer<z.ZodObject<typeof PaymentsVars>>;

export interface RazorpayKeys {
  url: string;
  keyId: string;
  keySecret: string;
  webhookSecrets: readonly string[];
}

/**
 * Returns the keys of Razorpay; undefined without a key id.
 * @throws EnvironmentError with the name of a missing secret
 */
export const razorpayKeysOf = (values: PaymentsValues): RazorpayKeys | undefined => {
  if (values.RAZORPAY_KEY_ID === "") return undefined;
  const secret = (name: "RAZORPAY_KEY_SECRET" | "RAZORPAY_WEBHOOK_SECRET") => {
    const value = values[name];
    if (value !== undefined) return value;
    throw new EnvironmentError(
      `payments refuses to start: ${name} (required beside RAZORPAY_KEY_ID)`,
    );
  };
  return {
    url: values.RAZORPAY_URL,
    keyId: values.RAZORPAY_KEY_ID,
    keySecret: secret("RAZORPAY_KEY_SECRET"),
    webhookSecrets: secret("RAZORPAY_WEBHOOK_SECRET").split(","),
  };
};

/** Has no bindings, because this Worker calls no other. */
export type PaymentsEnv = z.input<z.ZodObject<typeof PaymentsVars>>;
