import type { CaptureRef, Payment } from "#contract/payments";
import { nameCall } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { ok } from "#kernel/result";
import { isTombstone } from "#payments/new-payment.rules";
import { paymentOf } from "#payments/payment-view.rules";
import type { PaymentRow } from "#payments/payments.statements";
import type { PaymentsStore } from "#payments/payments.store";
import type { PaymentProvider, ProviderName } from "#payments/provider.port";
import type { ProviderStateService } from "#payments/provider-state.service";
import { staffReport } from "./manual.rules";

interface Dependencies {
  store: PaymentsStore;
  providerState: ProviderStateService;
  providers: Record<ProviderName, PaymentProvider>;
  clock: Clock;
}

/** @throws AppError `amount_not_chargeable` if the amount is not a part of the payment */
const requirePart = (row: PaymentRow, amountMinor: number) => {
  if (amountMinor < 1 || amountMinor > row.amountMinor)
    throw new AppError("amount_not_chargeable", "The amount is not a part of the payment.");
};

/** Records the money of payments by the method `manual`. */
export const moneyService = ({ store, providerState, providers, clock }: Dependencies) => ({
  /** Records that staff have received the money of a payment. A recorded payment stays as it is. */
  async recordMoney({ amountMinor, ...ref }: CaptureRef): Promise<Payment> {
    nameCall({ sagaId: ref.orderId });
    const viewOf = (row: PaymentRow) => paymentOf(row, { providers, nowMs: clock.now() });
    const payment = await store.find(ref);
    if (!payment || isTombstone(payment))
      throw new AppError("not_found", "The order has no payment.");
    if (payment.state === "succeeded") return viewOf(payment);
    if (payment.state !== "awaiting_money")
      throw new AppError("conflict", "The payment does not await money.");
    const capturedMinor = amountMinor ?? payment.amountMinor;
    requirePart(payment, capturedMinor);
    const outcome = ok(staffReport(payment, { state: "succeeded", capturedMinor }));
    return viewOf(await providerState.applyProviderState({ payment, outcome }));
  },
});
