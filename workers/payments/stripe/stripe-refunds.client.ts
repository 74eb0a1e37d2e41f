import { DependencyError } from "#kernel/errors";
import { log } from "#kernel/log";
import { ok, refuse } from "#kernel/result";
import type { PaymentProvider, ProviderRefund, RefundAttempt } from "#payments/provider.port";
import type { StripeConnection } from "./stripe-connection.client";
import { refundFrom, refundParams } from "./stripe-refunds.rules";

const LIST_PAGE = 100;
const LISTED_MAX = 1000;

type Refunds = Pick<PaymentProvider, "refund" | "findRefund" | "retrieveRefund" | "refundsOf">;

/** Stripe's refunds: https://docs.stripe.com/api/refunds */
export const stripeRefunds = (connection: StripeConnection): Refunds => {
  const { sdk, throwUnknown, isRefusal, mayHaveEffect } = connection;

  const refundsOf = async (paymentRef: string): Promise<ProviderRefund[]> => {
    const found: ProviderRefund[] = [];
    try {
      const list = sdk.refunds.list({ payment_intent: paymentRef, limit: LIST_PAGE });
      for await (const refund of list) {
        found.push(refundFrom(refund));
        if (found.length >= LISTED_MAX)
          throw new DependencyError("stripe", new Error("too many refunds to list"));
      }
    } catch (err) {
      return throwUnknown(err);
    }
    return found;
  };

  const findRefund = async ({ refundId, paymentRef }: RefundAttempt) =>
    (await refundsOf(paymentRef)).find((refund) => refund.refundId === refundId);

  return {
    refundsOf,
    findRefund,

    async refund(attempt) {
      const idempotencyKey = `rf:${attempt.refundId}`;
      try {
        return ok(refundFrom(await sdk.refunds.create(refundParams(attempt), { idempotencyKey })));
      } catch (err) {
        if (isRefusal(err)) {
          const { code, param, requestId: stripeRequestId } = err;
          log.warn("stripe.refund_refused", { code, param, stripeRequestId });
          return refuse(code ?? "refund_refused");
        }
        const found = mayHaveEffect(err) ? await findRefund(attempt) : undefined;
        return found ? ok(found) : throwUnknown(err);
      }
    },

    retrieveRefund: (ref) => sdk.refunds.retrieve(ref).then(refundFrom, throwUnknown),
  };
};
