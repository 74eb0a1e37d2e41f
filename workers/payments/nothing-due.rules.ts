import { money } from "#kernel/money";
import { ok } from "#kernel/result";
import type { Attempt, PaymentProvider, ProviderPayment } from "./provider.port";

const paid = ({ paymentId, orderId, amount }: Attempt): ProviderPayment => ({
  ref: paymentId,
  paymentId,
  orderId,
  state: "succeeded",
  amount,
  capturedMinor: amount.amount,
  nextAction: null,
  failureCode: null,
  declinedCard: null,
});

/**
 * Fails, because services never call it: a payment of zero is final after its first call, and has no token
 * and nothing to refund.
 */
const unreachable = async (): Promise<never> => {
  throw new Error("a payment of zero is final and has no provider to ask");
};

/** The provider of payments of zero: they succeed at once, without a vendor. */
export const nothingDue: PaymentProvider = {
  name: "none",
  authorise: async (attempt) => ok(paid(attempt)),
  find: async (attempt) => paid(attempt),
  retrieve: unreachable,
  fingerprintOf: unreachable,
  capture: unreachable,
  cancel: unreachable,
  refund: unreachable,
  findRefund: unreachable,
  retrieveRefund: unreachable,
  refundsOf: unreachable,
  chargeFailure: () => undefined,
  limits: (currency) => ({ minimum: money(0, currency), maximum: money(0, currency) }),
  ping: async () => undefined,
};
