import { z } from "zod";
import { type Account, find, unplan } from "./account";
import type { Call } from "./endpoint";
import type { Order, Payment } from "./objects";
import { paymentsOf } from "./orders";
import { integer } from "./params";
import { badRequest, invalidField } from "./refusal";

export const CaptureParams = z.strictObject({ amount: integer, currency: z.string().optional() });

/** Razorpay's fee in the test mode: two percent. */
const FEE_PPM = 20_000;

const paidOrder = (order: Order): Order => ({
  ...order,
  status: "paid",
  amount_paid: order.amount,
  amount_due: 0,
});

/** Takes the money of an authorised payment. */
export const take = (account: Account, payment: Payment): Payment => {
  const fee = Math.round((payment.amount * FEE_PPM) / 1_000_000);
  const captured: Payment = { ...payment, status: "captured", captured: true, fee, tax: 0 };
  const order = paidOrder(find(account, "order", payment.order_id));
  account.objects.update(captured);
  account.objects.update(order);
  account.db.run("INSERT INTO captures (payment, amount, at) VALUES (?, ?, ?)", [
    payment.id,
    payment.amount,
    account.clock(),
  ]);
  unplan(account, payment.id);
  account.emit("payment.captured", { payment: captured });
  account.emit("order.paid", { payment: captured, order });
  return captured;
};

/** `POST /v1/payments/:id/capture` */
export const capturePayment = (
  account: Account,
  { id, params }: Call<z.infer<typeof CaptureParams>>,
): Payment => {
  const payment = find(account, "payment", id);
  if (payment.captured) throw badRequest("This payment has already been captured");
  if (payment.status !== "authorized")
    throw badRequest(
      "Only payments which have been authorized and not yet captured can be captured",
    );
  if (params.amount !== payment.amount)
    throw invalidField("amount", "Capture amount must be equal to the amount authorized");
  if (params.currency !== undefined && params.currency !== payment.currency)
    throw invalidField("currency", "Capture currency must be equal to the currency authorized");
  if (paymentsOf(account, payment.order_id).some(({ captured }) => captured))
    throw badRequest(
      "Your payment has been declined as the order is already paid. Please initiate the payment with a new order.",
    );
  return take(account, payment);
};
