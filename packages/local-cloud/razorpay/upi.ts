import { z } from "zod";
import { type Account, find } from "./account";
import { beginPayment } from "./attempts";
import type { Call } from "./endpoint";
import { integer, notes } from "./params";
import { badRequest, invalidField } from "./refusal";

/** https://razorpay.com/docs/payments/payment-gateway/s2s-integration/payment-methods/upi/intent */
export const UpiParams = z.strictObject({
  amount: integer,
  currency: z.string(),
  order_id: z.string(),
  email: z.string(),
  contact: z.union([z.string(), z.number()]),
  method: z.literal("upi"),
  ip: z.string().optional(),
  referer: z.string().optional(),
  user_agent: z.string().optional(),
  description: z.string().optional(),
  notes: notes.optional(),
  upi: z.looseObject({ flow: z.enum(["intent", "collect"]) }),
});

/**
 * `POST /v1/payments/create/upi`. Returns the link that a UPI app opens, also from a QR code. Collect ended in
 * February 2026: https://razorpay.com/docs/announcements/upi-collect-migration/s2s-integration
 */
export const createUpiPayment = (account: Account, { params }: Call<z.infer<typeof UpiParams>>) => {
  if (params.upi.flow === "collect")
    throw badRequest("UPI Collect is not enabled for this account. Please use UPI Intent or QR.", {
      source: "business",
      step: "payment_initiation",
      reason: "upi_collect_not_enabled",
    });
  const order = find(account, "order", params.order_id);
  if (params.amount !== order.amount)
    throw invalidField("amount", "Payment amount must be equal to the order amount");
  const { description, notes: given } = params;
  const payment = beginPayment(account, order.id, { method: "upi", description, notes: given });
  const query = new URLSearchParams({
    pa: "success@razorpay",
    pn: "Corner Shop",
    tr: payment.id,
    am: String(order.amount / 100),
    cu: order.currency,
  });
  return { razorpay_payment_id: payment.id, link: `upi://pay?${query}` };
};
