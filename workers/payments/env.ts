import { z } from "zod";
import { CommonEnv, QueueEnv } from "#kernel/env";

export const PaymentsVars = {
  ...CommonEnv,
  ...QueueEnv,
  PAYMENTS_DB_URL: z.url(),
  PAYMENTS_DB_TOKEN: z.string().min(1),
  STRIPE_URL: z.url(),
  STRIPE_SECRET_KEY: z.string().min(1),
  /** Two with a comma between them while one is replaced by the other. */
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^[^\s,]+(,[^\s,]+)?$/, "one secret, or two with a comma"),
  /** Where buyers come back to from 3-D Secure when an order names no page of its own. */
  STOREFRONT_URL: z.url().optional(),
};

/** Payments calls no other Worker, so these are all there is. */
export type PaymentsEnv = z.input<z.ZodObject<typeof PaymentsVars>>;
