import type { NextAction } from "#contract/payments";
import { log } from "#kernel/log";
import { ok, refuse } from "#kernel/result";
import type { Attempt, PaymentProvider } from "#payments/provider.port";
import type { RazorpayConnection } from "./razorpay-connection.client";
import { chargeFailure, limitsOf } from "./razorpay-currencies.rules";
import {
  authorisedIn,
  type CheckoutOptions,
  checkoutUrl,
  collectionOf,
  oldestOf,
  orderParams,
  paymentFrom,
  RazorpayOrder,
  RazorpayPayment,
} from "./razorpay-orders.rules";

/** The failure code of a refused order, by the field that Razorpay names. */
const REFUSED_FIELDS: Partial<Record<string, string>> = {
  amount: "amount_invalid",
  currency: "currency_invalid",
};

type Payments = Omit<
  PaymentProvider,
  "name" | "refund" | "findRefund" | "retrieveRefund" | "refundsOf"
>;

/**
 * Razorpay's orders and payments: https://razorpay.com/docs/api/orders
 * An attempt is one order of Razorpay, which the buyer pays at the hosted checkout. Orders have no idempotency
 * key, so an attempt looks for its own order, by receipt, before it creates one.
 */
export const razorpayPayments = (
  connection: RazorpayConnection,
  checkout: CheckoutOptions,
): Payments => {
  const { call, read, readOrder, readPayments, ping } = connection;

  const retrieve = async (ref: string) => {
    const [order, payments] = await Promise.all([readOrder(ref), readPayments(ref)]);
    return paymentFrom(order, payments);
  };

  const redirectTo = (order: RazorpayOrder, attempt: Attempt): NextAction => ({
    type: "redirect",
    url: checkoutUrl(order, attempt, checkout),
  });

  const find = async (attempt: Attempt) => {
    const query = new URLSearchParams({ receipt: attempt.paymentId, count: "100" });
    const { items } = await read(`/v1/orders?${query}`, collectionOf(RazorpayOrder));
    const order = oldestOf(items);
    if (!order) return undefined;
    return paymentFrom(order, await readPayments(order.id), redirectTo(order, attempt));
  };

  const create = async (attempt: Attempt) => {
    const body = orderParams(attempt);
    const answer = await call("/v1/orders", RazorpayOrder, { method: "POST", body });
    if (answer.ok) return ok(paymentFrom(answer.value, [], redirectTo(answer.value, attempt)));
    const { field, description } = answer.refusal;
    log.warn("razorpay.refused", { field, description });
    return refuse(REFUSED_FIELDS[field ?? ""] ?? "request_refused");
  };

  return {
    find,
    retrieve,
    fingerprintOf: async () => undefined,

    async authorise(attempt) {
      const failure = chargeFailure(attempt.amount, attempt.method);
      if (failure) return refuse(failure);
      const found = await find(attempt);
      return found ? ok(found) : create(attempt);
    },

    capturesWhole: true,
    endsInShop: true,

    async capture(ref) {
      const authorised = authorisedIn(await readPayments(ref));
      if (authorised) {
        const { id, amount, currency } = authorised;
        const body = { amount, currency };
        // A refused capture was made before, or the authorisation has expired: the payment shows which.
        await call(`/v1/payments/${id}/capture`, RazorpayPayment, { method: "POST", body });
      }
      return retrieve(ref);
    },

    /**
     * Razorpay cancels neither orders nor authorisations. A payment that is never captured takes no money:
     * what the buyer has authorised, or authorises later, is returned when its time has passed.
     */
    async cancel(ref) {
      const payment = await retrieve(ref);
      return payment.state === "succeeded"
        ? payment
        : { ...payment, state: "cancelled", nextAction: null, failureCode: null };
    },

    limits: limitsOf,
    chargeFailure,
    ping,
  };
};
