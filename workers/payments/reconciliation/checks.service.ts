import { appErrorIn } from "#kernel/errors";
import { ok } from "#kernel/result";
import type { DisputesService } from "#payments/disputes/disputes.service";
import { isFinal, mayMove } from "#payments/payment-state.rules";
import type { PaymentRow } from "#payments/payments.statements";
import type {
  ProviderBooks,
  ProviderDispute,
  ProviderName,
  ProviderPayment,
  ProviderRefund,
} from "#payments/provider.port";
import type { ProviderStateService } from "#payments/provider-state.service";
import type { RefundStateService } from "#payments/refunds/refund-state.service";
import type { RefundRow } from "#payments/refunds/refunds.statements";
import {
  type Difference,
  disputeNotBooked,
  paymentDifference,
  paymentDiffers,
  refundMissing,
  refundNotBooked,
  unknownPayment,
} from "./differences.rules";

interface Dependencies {
  provider: ProviderName;
  books: Pick<ProviderBooks, "holdsCancelled">;
  providerState: Pick<ProviderStateService, "applyProviderState">;
  refundState: Pick<RefundStateService, "book">;
  disputes: Pick<DisputesService, "book">;
}

/** Runs a booking. Returns whether the payment allowed it. */
const isBooked = async (work: Promise<unknown>) => {
  try {
    await work;
    return true;
  } catch (err) {
    if (appErrorIn(err)?.code !== "conflict") throw err;
    return false;
  }
};

/**
 * Compares single records with the provider's. What a webhook would book is booked; what cannot be booked is
 * returned as a difference.
 */
export const checksService = (dependencies: Dependencies) => {
  const { provider, books, providerState, refundState, disputes } = dependencies;
  const { holdsCancelled } = books;

  return {
    /** Updates an open payment, and compares a final one. */
    async payment(
      row: PaymentRow | undefined,
      reported: ProviderPayment | undefined,
    ): Promise<Difference | undefined> {
      if (!row) return reported && unknownPayment(provider, reported, holdsCancelled);
      const isOther = row.providerRef !== null && reported && row.providerRef !== reported.ref;
      if (isOther) return unknownPayment(provider, reported, holdsCancelled);
      if (isFinal(row.state)) return paymentDifference(row, reported, holdsCancelled);
      if (!reported || !mayMove(row.state, reported.state)) return undefined;
      const moving = providerState.applyProviderState({ payment: row, outcome: ok(reported) });
      // Another amount or order at the provider moves nothing.
      return (await isBooked(moving)) ? undefined : paymentDiffers(row, reported);
    },

    /** Books a refund of a captured payment unless it is recorded as it is reported. */
    async refund(
      payment: PaymentRow,
      row: RefundRow | undefined,
      reported: ProviderRefund | undefined,
    ): Promise<Difference | undefined> {
      if (!reported) return row && row.state !== "failed" ? refundMissing(payment, row) : undefined;
      const isEqual = row?.state === reported.state && row.amountMinor === reported.amount.amount;
      if (payment.state !== "succeeded" || isEqual) return undefined;
      const booked = await isBooked(refundState.book(payment, reported));
      return booked ? undefined : refundNotBooked(payment, reported);
    },

    async dispute(payment: PaymentRow, reported: ProviderDispute): Promise<Difference | undefined> {
      const booked = await isBooked(disputes.book(payment, reported));
      return booked ? undefined : disputeNotBooked(payment, reported, 0);
    },
  };
};
export type ChecksService = ReturnType<typeof checksService>;
