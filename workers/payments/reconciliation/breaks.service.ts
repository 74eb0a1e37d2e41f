import { paymentBreakFound } from "#events/payments";
import type { Clock } from "#kernel/clock";
import { newEvent } from "#kernel/events/events";
import { digestId } from "#kernel/ids";
import { log } from "#kernel/log";
import type { BreakKind } from "#payments/breaks.contract";
import type { PaymentRow } from "#payments/payments.statements";
import type { ProviderName } from "#payments/provider.port";
import type { ReconciliationStore } from "./reconciliation.store";

interface Dependencies {
  store: ReconciliationStore;
  clock: Clock;
}

interface Difference {
  kind: BreakKind;
  provider: ProviderName;
  providerRef: string;
  payment: PaymentRow | undefined;
  ownMinor: number;
  providerMinor: number;
  currency: string;
}

/** Records differences between a provider's records and the shop's. */
export const breaksService = ({ store, clock }: Dependencies) => ({
  /** Stores, announces and logs a difference. One that was found before, with the same amounts, is ignored. */
  async report({ payment, ...difference }: Difference): Promise<void> {
    const { kind, provider, providerRef, ownMinor, providerMinor } = difference;
    const parts = [kind, provider, providerRef, ownMinor, providerMinor];
    const id = await digestId("break", parts.join(":"));
    const nowMs = clock.now();
    const event = newEvent(paymentBreakFound, {
      source: "payments",
      subject: id,
      sequence: 1,
      data: { breakId: id, kind },
      nowMs,
    });
    const row = { ...difference, id, paymentId: payment?.id ?? null, foundAt: nowMs };
    if (await store.addBreak(row, event))
      log.error("payment.break", { breakId: id, kind, providerRef, ownMinor, providerMinor });
  },
});
export type BreaksService = ReturnType<typeof breaksService>;
