import * as z from "zod";
import type { NextAction, PaymentState } from "#contract/payments";
import { money } from "#kernel/money";
import type { Attempt, ProviderPayment } from "#payments/provider.port";

/** The notes of the shop's own orders. Razorpay writes an empty set of notes as `[]`. */
const Notes = z.preprocess(
  (given) => (Array.isArray(given) ? {} : given),
  z.object({ order_id: z.string().optional(), payment_id: z.string().optional() }),
);

/** The parts of an order that are read. */
export const RazorpayOrder = z.object({
  id: z.string(),
  amount: z.int(),
  currency: z.string(),
  created_at: z.int(),
  notes: Notes,
});
export type RazorpayOrder = z.infer<typeof RazorpayOrder>;

/** The parts of a payment that are read. An order may have several: the buyer tries again at the checkout. */
export const RazorpayPayment = z.object({
  id: z.string(),
  amount: z.int(),
  currency: z.string(),
  status: z.string(),
  captured: z.boolean(),
  created_at: z.int(),
  error_code: z.string().nullish(),
  error_reason: z.string().nullish(),
});
export type RazorpayPayment = z.infer<typeof RazorpayPayment>;

/** An order with its payments, as `expand[]=payments` returns it. */
export const OrderWithPayments = RazorpayOrder.extend({
  payments: z.object({ items: z.array(RazorpayPayment) }),
});

/** What leads from a payment to its order. */
export const PaymentOfOrder = z.object({ order_id: z.string() });

export const collectionOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

/**
 * How long Razorpay holds authorised money that is not captured, and then returns it. The shop captures within
 * minutes, and retries for as long. Buyers of cancelled orders get their money back after this time.
 */
const HELD_MINUTES = 24 * 60;

/** Returns the parameters of a new order. They contain no personal data. */
export const orderParams = ({ paymentId, orderId, amount }: Attempt) => ({
  amount: amount.amount,
  currency: amount.currency,
  receipt: paymentId,
  notes: { order_id: orderId, payment_id: paymentId },
  payment: {
    capture: "manual",
    capture_options: { manual_expiry_period: HELD_MINUTES, refund_speed: "normal" },
  },
});

/** The methods of the shop that the checkout shows alone. `razorpay` lets the buyer choose. */
const CHECKOUT_METHODS: readonly string[] = ["upi", "netbanking"];

export interface CheckoutOptions {
  url: string;
  keyId: string;
  /** The name that the checkout shows. */
  shopName: string;
}

/**
 * Returns the address of the hosted checkout. Its query holds the fields that Razorpay documents for the
 * form, so that a storefront can also post them, or open checkout.js with them.
 * https://razorpay.com/docs/payments/payment-gateway/web-integration/hosted/integration-steps
 */
export const checkoutUrl = (
  order: RazorpayOrder,
  { method, orderNumber, returnUrl }: Attempt,
  { url, keyId, shopName }: CheckoutOptions,
) => {
  const checkout = new URL("/v1/checkout/embedded", url);
  const fields = {
    key_id: keyId,
    order_id: order.id,
    amount: String(order.amount),
    currency: order.currency,
    name: shopName,
    description: `Order ${orderNumber}`,
    ...(CHECKOUT_METHODS.includes(method) ? { method } : {}),
    ...(returnUrl ? { callback_url: returnUrl, cancel_url: returnUrl } : {}),
  };
  for (const [name, value] of Object.entries(fields)) checkout.searchParams.set(name, value);
  return checkout.href;
};

/** Returns the payment that holds the money of an order, if one does. */
export const authorisedIn = (payments: readonly RazorpayPayment[]) =>
  payments.find(({ status }) => status === "authorized");

/** Returns the payment whose money was taken, if one was. It stays captured when it is refunded. */
export const capturedIn = (payments: readonly RazorpayPayment[]) =>
  payments.find(({ captured }) => captured);

const isExpired = ({ status, captured }: RazorpayPayment) => status === "refunded" && !captured;

/**
 * Returns the shop's state of an order with these payments. A payment that fails is final for the shop: a
 * later one of the same order is never captured, so Razorpay returns its money.
 */
const stateOf = (payments: readonly RazorpayPayment[]): PaymentState => {
  if (capturedIn(payments)) return "succeeded";
  if (authorisedIn(payments)) return "authorized";
  if (payments.some(isExpired)) return "cancelled";
  const isTrying = payments.some(({ status }) => status !== "failed");
  return payments.length > 0 && !isTrying ? "failed" : "requires_action";
};

/**
 * Razorpay's reasons in the words of Stripe, which the shop uses for all providers. Its test cards say
 * `insufficient_fund`. https://razorpay.com/docs/errors/payments/list
 */
const FAILURE_CODES: Partial<Record<string, string>> = {
  insufficient_fund: "insufficient_funds",
  insufficient_funds: "insufficient_funds",
  card_expired: "expired_card",
  incorrect_card_expiry_date: "expired_card",
  incorrect_cvv: "incorrect_cvc",
  bank_technical_error: "processing_error",
  gateway_technical_error: "processing_error",
  server_error: "processing_error",
};

const failureCodeOf = (payments: readonly RazorpayPayment[]) => {
  const [last] = payments.toSorted((a, b) => b.created_at - a.created_at);
  const reason = last?.error_reason ?? last?.error_code ?? "payment_failed";
  return FAILURE_CODES[reason] ?? reason;
};

/** Returns an order in the shop's words. */
export const paymentFrom = (
  order: RazorpayOrder,
  payments: readonly RazorpayPayment[],
  nextAction: NextAction | null = null,
): ProviderPayment => {
  const state = stateOf(payments);
  return {
    ref: order.id,
    paymentId: order.notes.payment_id ?? null,
    orderId: order.notes.order_id ?? null,
    state,
    amount: money(order.amount, order.currency),
    capturedMinor: capturedIn(payments)?.amount ?? 0,
    nextAction: state === "requires_action" ? nextAction : null,
    failureCode: state === "failed" ? failureCodeOf(payments) : null,
    declinedCard: null,
  };
};

/** Returns the oldest of the orders of one receipt. Two exist if two first calls ran at the same time. */
export const oldestOf = (orders: readonly RazorpayOrder[]) =>
  orders.toSorted((a, b) => a.created_at - b.created_at).at(0);
