import { type Account, find, newId, nowSeconds, plan } from "./account";
import type { Method, Notes, Order, Payment, PaymentErrors } from "./objects";
import { paymentsOf } from "./orders";
import { badRequest } from "./refusal";
import { cardOf, DEFAULT_CARD } from "./test-cards";

/** What the buyer chose at the checkout. */
export interface Choice {
  method: Method;
  cardNumber?: string | undefined;
  bank?: string | undefined;
  vpa?: string | undefined;
  description?: string | undefined;
  notes?: Notes | undefined;
  callbackUrl?: string | undefined;
  cancelUrl?: string | undefined;
}

/**
 * How long a payment waits for its bank. Then it is failed, but the bank may still authorise it:
 * https://razorpay.com/docs/payments/payments/late-authorisation
 */
const BANK_TIMEOUT_MS = 10 * 60_000;
const MINUTE_MS = 60_000;

const NO_ERRORS: PaymentErrors = {
  error_code: null,
  error_description: null,
  error_source: null,
  error_step: null,
  error_reason: null,
};

const DESCRIPTIONS: Partial<Record<string, string>> = {
  payment_timed_out:
    "Your payment could not be completed due to a temporary issue. Try again later.",
  insufficient_fund:
    "Your payment could not be completed due to insufficient account balance. Try another card or payment method.",
  payment_cancelled: "Your payment has been cancelled. Try again or complete the payment later.",
  card_declined:
    "Your payment did not go through as it was declined by the bank. Try another payment method or contact your bank.",
};
const FAILED =
  "Your payment didn't go through as it was declined by the bank. Try another payment method or contact your bank.";

const errorsOf = (reason: string): PaymentErrors => ({
  error_code: "BAD_REQUEST_ERROR",
  error_description: DESCRIPTIONS[reason] ?? FAILED,
  error_source:
    reason === "payment_timed_out" || reason === "payment_cancelled" ? "customer" : "bank",
  error_step: "payment_authorization",
  error_reason: reason,
});

/** Returns the fields of a payment that depend on its method. */
const instrumentOf = (choice: Choice) => {
  const { method, bank = "HDFC", vpa = "success@razorpay", cardNumber = DEFAULT_CARD } = choice;
  const none = { card_id: null, bank: null, vpa: null, international: false };
  if (method === "netbanking") return { fields: { ...none, bank } };
  if (method === "upi") {
    const upi = { payer_account_type: "bank_account" as const, vpa, flow: "intent" as const };
    const failsWith = vpa === "failure@razorpay" ? "payment_failed" : undefined;
    return { fields: { ...none, vpa, upi }, failsWith };
  }
  const { card, failsWith } = cardOf(cardNumber);
  const { international } = card;
  return { fields: { ...none, card_id: card.id, card, international }, failsWith };
};

/** Throws Razorpay's error if an order takes no payment by a method. */
export const checkPayable = (order: Order, method?: Method) => {
  if (order.status === "paid")
    throw badRequest(
      "Your payment has been declined as the order is already paid. Please initiate the payment with a new order.",
      { reason: "order_already_paid" },
    );
  if (method && method !== "card" && order.currency !== "INR")
    throw badRequest(`The payment method ${method} is not available in ${order.currency}`, {
      reason: "input_validation_failed",
      field: "method",
    });
};

/** Creates a payment of an order. It waits for the buyer's bank. */
export const beginPayment = (account: Account, orderId: string, choice: Choice): Payment => {
  const order = find(account, "order", orderId);
  checkPayable(order, choice.method);
  const { fields, failsWith } = instrumentOf(choice);
  const payment: Payment = {
    id: newId("pay"),
    entity: "payment",
    amount: order.amount,
    currency: order.currency,
    status: "created",
    order_id: order.id,
    invoice_id: null,
    method: choice.method,
    amount_refunded: 0,
    refund_status: null,
    captured: false,
    description: choice.description ?? null,
    ...fields,
    wallet: null,
    email: "void@razorpay.com",
    contact: "+919000090000",
    notes: choice.notes ?? [],
    fee: null,
    tax: null,
    ...NO_ERRORS,
    acquirer_data: {},
    created_at: nowSeconds(account),
  };
  const { callbackUrl, cancelUrl } = choice;
  account.objects.insert(payment, { failsWith, callbackUrl, cancelUrl });
  account.objects.update({ ...order, status: "attempted", attempts: order.attempts + 1 });
  plan(account, payment.id, account.clock() + BANK_TIMEOUT_MS, "time-out-payment");
  return payment;
};

const isCaptured = ({ status, captured }: Payment) => status === "captured" || captured;

/** Plans what happens to an authorised payment: an automatic capture, or a refund after the expiry. */
const planOutcome = (account: Account, payment: Payment) => {
  const { capture } = account.objects.hidden("order", payment.order_id);
  if (!capture) return;
  const createdMs = payment.created_at * 1000;
  const lateAt = createdMs + capture.automaticExpiryMinutes * MINUTE_MS;
  const isPaid = paymentsOf(account, payment.order_id).some(isCaptured);
  if (isPaid) return plan(account, payment.id, account.clock(), "auto-refund");
  if (capture.mode === "automatic" && account.clock() <= lateAt)
    return plan(account, payment.id, account.clock(), "auto-capture");
  plan(account, payment.id, createdMs + capture.manualExpiryMinutes * MINUTE_MS, "auto-refund");
};

/**
 * Authorises a payment. One that has timed out is authorised late. Other payments do not change.
 * Returns the payment as it is afterwards.
 */
export const authorize = (account: Account, paymentId: string): Payment => {
  const payment = find(account, "payment", paymentId);
  const isLate = payment.status === "failed" && payment.error_reason === "payment_timed_out";
  if (payment.status !== "created" && !isLate) return payment;
  const reference = crypto.randomUUID().replaceAll(/\D/g, "").padEnd(12, "0").slice(0, 12);
  const authorized: Payment = {
    ...payment,
    ...NO_ERRORS,
    status: "authorized",
    acquirer_data:
      payment.method === "netbanking" ? { bank_transaction_id: reference } : { rrn: reference },
  };
  account.objects.update(authorized);
  account.emit("payment.authorized", { payment: authorized });
  planOutcome(account, authorized);
  return authorized;
};

/** Fails a payment that waits for its bank. Returns the payment as it is afterwards. */
export const failPayment = (account: Account, paymentId: string, reason?: string): Payment => {
  const payment = find(account, "payment", paymentId);
  if (payment.status !== "created") return payment;
  const { failsWith = "payment_failed" } = account.objects.hidden("payment", paymentId);
  const failed: Payment = { ...payment, ...errorsOf(reason ?? failsWith), status: "failed" };
  account.objects.update(failed);
  account.emit("payment.failed", { payment: failed });
  return failed;
};
