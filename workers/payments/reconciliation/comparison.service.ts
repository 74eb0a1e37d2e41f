import { appErrorIn } from "#kernel/errors";
import { ok } from "#kernel/result";
import type { DisputesService } from "#payments/disputes/disputes.service";
import { isFinal, mayMove } from "#payments/payment-state.rules";
import type { PaymentRow } from "#payments/payments.statements";
import type {
  ProviderDispute,
  ProviderName,
  ProviderPayment,
  ProviderRefund,
} from "#payments/provider.port";
import type { ProviderStateService } from "#payments/provider-state.service";
import type { RefundStateService } from "#payments/refunds/refund-state.service";
import type { BreaksService } from "./breaks.service";
import type { ReconciliationStore } from "./reconciliation.store";

interface Dependencies {
  provider: ProviderName;
  store: ReconciliationStore;
  breaks: BreaksService;
  providerState: ProviderStateService;
  refundState: RefundStateService;
  disputes: DisputesService;
}

const byRef = <Row extends { providerRef: string | null }>(rows: readonly Row[]) =>
  new Map(rows.map((row) => [row.providerRef, row]));

const holdsMoney = ({ state }: ProviderPayment) => state === "authorized" || state === "succeeded";

/** Compares a page of a provider's records with the shop's, and books what webhooks missed. */
export const comparisonService = (dependencies: Dependencies) => {
  const { provider, store, breaks, providerState, refundState, disputes } = dependencies;

  const differs = (payment: PaymentRow | undefined, reported: ProviderPayment) =>
    breaks.report({
      kind: payment ? "payment_differs" : "payment_unknown",
      provider,
      providerRef: reported.ref,
      payment,
      ownMinor: payment?.capturedMinor ?? 0,
      providerMinor: reported.capturedMinor,
      currency: reported.amount.currency,
    });

  /** Updates an open payment. A final one must have taken exactly what the provider took. */
  const comparePayment = async (row: PaymentRow | undefined, reported: ProviderPayment) => {
    if (!row) return holdsMoney(reported) ? differs(row, reported) : undefined;
    if (!isFinal(row.state)) {
      if (mayMove(row.state, reported.state))
        await providerState.applyProviderState({ payment: row, outcome: ok(reported) });
      return undefined;
    }
    const isHeld = reported.state === "authorized" && row.state !== "succeeded";
    if (isHeld || row.capturedMinor !== reported.capturedMinor) return differs(row, reported);
    return undefined;
  };

  /** Runs a booking. One that the payment does not allow is a break. */
  const booked = async (work: Promise<void>, broken: () => Promise<void>) => {
    try {
      await work;
    } catch (err) {
      if (appErrorIn(err)?.code !== "conflict") throw err;
      await broken();
    }
  };

  const bookRefund = (payment: PaymentRow, reported: ProviderRefund) =>
    booked(refundState.book(payment, reported), () =>
      breaks.report({
        kind: "refund_not_booked",
        provider,
        providerRef: reported.ref,
        payment,
        ownMinor: payment.refundedMinor,
        providerMinor: reported.amount.amount,
        currency: reported.amount.currency,
      }),
    );

  return {
    /** Payments without the shop's id belong to another shop with the same account. */
    async payments(items: readonly ProviderPayment[]) {
      const own = items.filter(({ paymentId }) => paymentId !== null);
      const named = await store.paymentsByProviderRef(own.map(({ ref }) => ref));
      const byId = await store.paymentsById(own.map(({ paymentId }) => paymentId ?? ""));
      const [rowOf, rowById] = [byRef(named), new Map(byId.map((row) => [row.id, row]))];
      for (const reported of own)
        await comparePayment(
          rowOf.get(reported.ref) ?? rowById.get(reported.paymentId ?? ""),
          reported,
        );
    },

    async refunds(items: readonly ProviderRefund[]) {
      const payments = byRef(
        await store.paymentsByProviderRef(items.map((item) => item.paymentRef)),
      );
      const known = byRef(await store.refundsByProviderRef(items.map(({ ref }) => ref)));
      for (const reported of items) {
        const payment = payments.get(reported.paymentRef);
        const isBooked = known.get(reported.ref)?.state === reported.state;
        if (payment?.state === "succeeded" && !isBooked) await bookRefund(payment, reported);
      }
    },

    async disputes(items: readonly ProviderDispute[]) {
      const payments = byRef(
        await store.paymentsByProviderRef(items.map((item) => item.paymentRef)),
      );
      const known = byRef(await store.disputesByProviderRef(items.map(({ ref }) => ref)));
      for (const reported of items) {
        const payment = payments.get(reported.paymentRef);
        const isBooked = known.get(reported.ref)?.state === reported.state;
        if (payment && !isBooked) await disputes.book(payment, reported);
      }
    },
  };
};
export type ComparisonService = ReturnType<typeof comparisonService>;
