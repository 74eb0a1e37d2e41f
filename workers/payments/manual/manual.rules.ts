import { money } from "#kernel/money";
import { ok } from "#kernel/result";
import type { PaymentRow } from "#payments/payments.statements";
import type {
  PaymentProvider,
  ProviderPayment,
  ProviderRefund,
  RefundAttempt,
} from "#payments/provider.port";

type Reported = Pick<ProviderPayment, "paymentId" | "orderId" | "amount"> & { paymentId: string };

const reportOf = (
  payment: Reported,
  { state, capturedMinor = 0 }: Pick<ProviderPayment, "state"> & { capturedMinor?: number },
): ProviderPayment => ({
  ref: payment.paymentId,
  paymentId: payment.paymentId,
  orderId: payment.orderId,
  state,
  amount: payment.amount,
  capturedMinor,
  nextAction: null,
  failureCode: null,
  declinedCard: null,
});

/** Returns what staff report about a payment: the received amount, or that it is cancelled. */
export const staffReport = (
  row: PaymentRow,
  report: { state: "succeeded"; capturedMinor: number } | { state: "cancelled" },
): ProviderPayment => {
  const amount = money(row.amountMinor, row.currency);
  return reportOf({ paymentId: row.id, orderId: row.orderId, amount }, report);
};

const refunded = ({ refundId, paymentRef, amount }: RefundAttempt): ProviderRefund => ({
  ref: refundId,
  refundId,
  paymentRef,
  state: "succeeded",
  amount,
  failureCode: null,
});

/**
 * Fails, because services never call it: staff report what happens to these payments, and their refunds are
 * final at once.
 */
const unreachable = async (): Promise<never> => {
  throw new Error("a payment by the method manual has no provider to ask");
};

/**
 * The provider of bank transfers and cash on delivery: no vendor holds the money, so a payment awaits it until
 * staff record it. A refund is recorded when staff have given the money back.
 */
export const manualProvider: PaymentProvider = {
  name: "manual",
  authorise: async (attempt) => ok(reportOf(attempt, { state: "awaiting_money" })),
  find: async (attempt) => reportOf(attempt, { state: "awaiting_money" }),
  retrieve: unreachable,
  fingerprintOf: async () => undefined,
  capture: unreachable,
  cancel: unreachable,
  refund: async (attempt) => ok(refunded(attempt)),
  findRefund: async (attempt) => refunded(attempt),
  retrieveRefund: unreachable,
  refundsOf: async () => [],
  chargeFailure: () => undefined,
  limits: (currency) => ({
    minimum: money(1, currency),
    maximum: money(Number.MAX_SAFE_INTEGER, currency),
  }),
  ping: async () => undefined,
};
