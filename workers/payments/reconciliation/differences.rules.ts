import type { BreakKind } from "#payments/breaks.contract";
import type { PaymentRow } from "#payments/payments.statements";
import type {
  ProviderDispute,
  ProviderName,
  ProviderPayment,
  ProviderRefund,
} from "#payments/provider.port";
import type { RefundRow } from "#payments/refunds/refunds.statements";

/** What a break says: what differs, and both amounts. */
export interface Difference {
  kind: BreakKind;
  provider: ProviderName;
  providerRef: string;
  paymentId: string | null;
  orderId: string | null;
  ownMinor: number;
  providerMinor: number;
  currency: string;
}

type About = Pick<Difference, "provider" | "providerRef" | "paymentId" | "orderId" | "currency">;

const aboutPayment = (row: PaymentRow, providerRef: string): About => ({
  provider: row.provider,
  providerRef,
  paymentId: row.id,
  orderId: row.orderId,
  currency: row.currency,
});

/** Returns whether a payment of the provider holds money that the shop should know of. */
const holdsMoney = ({ state }: ProviderPayment, holdsCancelled: boolean) =>
  state === "succeeded" || (state === "authorized" && !holdsCancelled);

/** Returns the difference of money that no payment of the shop expects. */
export const unknownPayment = (
  provider: ProviderName,
  reported: ProviderPayment,
  holdsCancelled: boolean,
): Difference | undefined =>
  holdsMoney(reported, holdsCancelled)
    ? {
        kind: "payment_unknown",
        provider,
        providerRef: reported.ref,
        paymentId: null,
        orderId: reported.orderId,
        ownMinor: 0,
        providerMinor: reported.capturedMinor,
        currency: reported.amount.currency,
      }
    : undefined;

export const paymentDiffers = (row: PaymentRow, reported: ProviderPayment): Difference => ({
  ...aboutPayment(row, row.providerRef ?? reported.ref),
  kind: "payment_differs",
  ownMinor: row.capturedMinor,
  providerMinor: reported.capturedMinor,
});

const paymentMissing = (row: PaymentRow): Difference => ({
  ...aboutPayment(row, row.providerRef ?? ""),
  kind: "payment_missing",
  ownMinor: row.capturedMinor,
  providerMinor: 0,
});

/** Returns how a final payment differs from the provider's: it must have taken exactly what the provider took. */
export const paymentDifference = (
  row: PaymentRow,
  reported: ProviderPayment | undefined,
  holdsCancelled: boolean,
): Difference | undefined => {
  if (!reported) return row.capturedMinor > 0 ? paymentMissing(row) : undefined;
  const isHeld = reported.state === "authorized" && row.state !== "succeeded" && !holdsCancelled;
  const isEqual = !isHeld && row.capturedMinor === reported.capturedMinor;
  return isEqual ? undefined : paymentDiffers(row, reported);
};

/** Returns the difference of a refund that the shop cannot record. */
export const refundNotBooked = (
  payment: PaymentRow,
  { ref, amount }: ProviderRefund,
): Difference => ({
  ...aboutPayment(payment, ref),
  kind: "refund_not_booked",
  ownMinor: payment.refundedMinor,
  providerMinor: amount.amount,
});

/** Returns the difference of a refund that the provider does not know. */
export const refundMissing = (payment: PaymentRow, refund: RefundRow): Difference => ({
  ...aboutPayment(payment, refund.providerRef ?? ""),
  kind: "refund_missing",
  ownMinor: refund.amountMinor,
  providerMinor: 0,
});

/** Returns the difference of a lost dispute of which the shop recorded another amount. */
export const disputeNotBooked = (
  payment: PaymentRow,
  { ref, amount }: ProviderDispute,
  ownMinor: number,
): Difference => ({
  ...aboutPayment(payment, ref),
  kind: "dispute_not_booked",
  ownMinor,
  providerMinor: amount.amount,
});
