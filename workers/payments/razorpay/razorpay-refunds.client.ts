import { log } from "#kernel/log";
import { ok, refuse } from "#kernel/result";
import type { PaymentProvider, RefundAttempt } from "#payments/provider.port";
import type { RazorpayConnection } from "./razorpay-connection.client";
import { capturedIn, collectionOf, PaymentOfOrder } from "./razorpay-orders.rules";
import { RazorpayRefund, refundFrom, refundParams } from "./razorpay-refunds.rules";

type Refunds = Pick<PaymentProvider, "refund" | "findRefund" | "retrieveRefund" | "refundsOf">;

/** Razorpay's refunds: https://razorpay.com/docs/api/refunds */
export const razorpayRefunds = ({ call, read, readPayments }: RazorpayConnection): Refunds => {
  const listOf = async (paymentId: string) => {
    const path = `/v1/payments/${paymentId}/refunds?count=100`;
    return (await read(path, collectionOf(RazorpayRefund))).items;
  };

  const refundsOf = async (paymentRef: string) => {
    const captured = capturedIn(await readPayments(paymentRef));
    if (!captured) return [];
    return (await listOf(captured.id)).map((refund) => refundFrom(refund, paymentRef));
  };

  const findRefund = async ({ refundId, paymentRef }: RefundAttempt) =>
    (await refundsOf(paymentRef)).find((refund) => refund.refundId === refundId);

  const create = async (paymentId: string, attempt: RefundAttempt) => {
    const answer = await call(`/v1/payments/${paymentId}/refund`, RazorpayRefund, {
      method: "POST",
      body: refundParams(attempt),
      headers: { "X-Refund-Idempotency": attempt.refundId },
    });
    if (answer.ok) return ok(refundFrom(answer.value, attempt.paymentRef));
    const { field, description } = answer.refusal;
    log.warn("razorpay.refund_refused", { field, description });
    return refuse("refund_refused");
  };

  return {
    refundsOf,
    findRefund,

    /** Looks for the refund first, because Razorpay does not say how long it keeps keys. */
    async refund(attempt) {
      const captured = capturedIn(await readPayments(attempt.paymentRef));
      if (!captured) return refuse("refund_refused");
      const made = (await listOf(captured.id)).find(
        ({ notes }) => notes.refund_id === attempt.refundId,
      );
      return made ? ok(refundFrom(made, attempt.paymentRef)) : create(captured.id, attempt);
    },

    async retrieveRefund(ref) {
      const refund = await read(`/v1/refunds/${ref}`, RazorpayRefund);
      const { order_id } = await read(`/v1/payments/${refund.payment_id}`, PaymentOfOrder);
      return refundFrom(refund, order_id);
    },
  };
};
