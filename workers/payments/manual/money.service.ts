import type { Payment, ReceivedMoney } from "#contract/payments";
import { nameCall } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { conflict } from "#kernel/mutations/retry-on-conflict";
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

/** Records the money of payments by the method `manual`. */
export const moneyService = ({ store, providerState, providers, clock }: Dependencies) => ({
  /** Records that staff have received money for a payment. A recorded payment stays as it is. */
  async recordMoney({ amountMinor, ...ref }: ReceivedMoney): Promise<Payment> {
    nameCall({ sagaId: ref.orderId });
    if (amountMinor < 1) throw new AppError("amount_not_chargeable", "The amount is not positive.");
    const viewOf = (row: PaymentRow) => paymentOf(row, { providers, nowMs: clock.now() });
    const payment = await store.find(ref);
    if (!payment || isTombstone(payment))
      throw new AppError("not_found", "The order has no payment.");
    if (payment.state === "succeeded") return viewOf(payment);
    if (payment.state !== "awaiting_money")
      throw new AppError("conflict", "The payment does not await money.");
    const open =
      amountMinor > payment.amountMinor ? await store.raiseAmount(payment, amountMinor) : payment;
    if (!open) throw conflict();
    const outcome = ok(staffReport(open, { state: "succeeded", capturedMinor: amountMinor }));
    return viewOf(await providerState.applyProviderState({ payment: open, outcome }));
  },
});
