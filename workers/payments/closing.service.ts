import type { PaymentRequest } from "#contract/payments";
import { AppError } from "#kernel/errors";
import type { PaymentRow } from "./payments.statements";
import type { PaymentsStore } from "./payments.store";
import type { PaymentProvider, ProviderName } from "./provider.port";

interface Dependencies {
  store: PaymentsStore;
  providers: Record<ProviderName, PaymentProvider>;
}

/**
 * Closes failed payments at their providers. Stripe keeps a declined payment open for another card, whose
 * money the shop would not expect.
 */
export const closingService = ({ store, providers }: Dependencies) => {
  /** Cancels a failed payment at its provider. Returns whether it can no longer change there. */
  const close = async ({ orderId, attempt, provider, providerRef, state }: PaymentRow) => {
    if (state === "cancelled" || providerRef === null) return true;
    const closed = await providers[provider].cancel(providerRef, `close:${orderId}:${attempt}`);
    return closed.state === "cancelled";
  };

  return {
    close,

    /**
     * Closes the failed attempts before this one, so that one payment of a charge at most can hold money.
     * @throws AppError `conflict` if one of them holds money
     */
    async closeEarlier({ orderId, attempt, charge = 1 }: PaymentRequest) {
      if (attempt === 1) return;
      for (const row of await store.findAll([orderId])) {
        const isEarlier = row.charge === charge && row.attempt < attempt;
        if (isEarlier && row.state === "failed" && !(await close(row)))
          throw new AppError("conflict", "An earlier attempt to pay has not ended.");
      }
    },
  };
};
export type ClosingService = ReturnType<typeof closingService>;
