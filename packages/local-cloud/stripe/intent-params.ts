import { z } from "zod";
import { metadata } from "./metadata";
import { currency, email, emptyable, flag, httpUrl, integer, list, text } from "./params";

const Shipping = z.strictObject({
  address: z.strictObject({
    city: emptyable(text()).optional(),
    country: emptyable(text()).optional(),
    line1: emptyable(text()).optional(),
    line2: emptyable(text()).optional(),
    postal_code: emptyable(text()).optional(),
    state: emptyable(text()).optional(),
  }),
  carrier: text().optional(),
  name: text(),
  phone: text().optional(),
  tracking_number: text().optional(),
});

/** The parameters that can change in every state. */
const descriptive = {
  description: emptyable(text(1000)).optional(),
  receipt_email: emptyable(email).optional(),
  shipping: emptyable(Shipping).optional(),
  statement_descriptor: emptyable(text(22)).optional(),
  statement_descriptor_suffix: emptyable(text(22)).optional(),
};
const captureMethod = z.enum(["automatic", "automatic_async", "manual"]).optional();

/** The parameters of an attempt to pay, which are not part of the intent. */
export const attempt = {
  off_session: flag.optional(),
  return_url: httpUrl.optional(),
  use_stripe_sdk: flag.optional(),
};

export const ConfirmParams = z.strictObject({
  ...attempt,
  capture_method: captureMethod,
  payment_method: text().optional(),
  receipt_email: descriptive.receipt_email,
  shipping: descriptive.shipping,
});
export type ConfirmParams = z.infer<typeof ConfirmParams>;

export const CreateParams = z.strictObject({
  ...descriptive,
  ...attempt,
  /** Exists since API version 2026-09-30. Older versions use `payment_method_types`. */
  allowed_payment_method_types: list(text()).optional(),
  amount: integer,
  automatic_payment_methods: z
    .strictObject({ enabled: flag, allow_redirects: z.enum(["always", "never"]).optional() })
    .optional(),
  capture_method: captureMethod,
  confirm: flag.optional(),
  currency,
  customer: text().optional(),
  metadata,
  payment_method: text().optional(),
  payment_method_types: list(text()).optional(),
  setup_future_usage: z.enum(["off_session", "on_session"]).optional(),
});
export type CreateParams = z.infer<typeof CreateParams>;

export const UpdateParams = z.strictObject({
  ...descriptive,
  amount: integer.optional(),
  capture_method: captureMethod,
  currency: currency.optional(),
  customer: text().optional(),
  metadata,
  payment_method: text().optional(),
});
