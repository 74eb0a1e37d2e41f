import type { Clock } from "#kernel/clock";
import { log } from "#kernel/log";
import type { PaymentRow, PaymentsStore } from "./payments.store";
import type { PaymentProvider, ProviderName } from "./provider.port";

const BATCH_PAYMENTS = 50;
/** No batch begins later in a run. */
const RUN_MS = 10_000;
/** As many connections as Cloudflare opens at once for one invocation. */
const AT_ONCE = 6;

interface Tools {
  store: PaymentsStore;
  providers: Record<ProviderName, PaymentProvider>;
  clock: Clock;
}

/** Deletes payments that ended without money, once no webhook of theirs can come any more. */
export const retentionService = ({ store, providers, clock }: Tools) => {
  /**
   * Whether the provider can do nothing with the payment any more. Stripe keeps a declined one open for
   * another card, so it is cancelled before the row that would give its money back is deleted.
   */
  const isClosed = async ({ id, orderId, provider, providerRef, state }: PaymentRow) => {
    if (state === "cancelled" || providerRef === null) return true;
    try {
      const closed = await providers[provider].cancel(providerRef, `close:${orderId}`);
      return closed.state === "cancelled";
    } catch (err) {
      log.warn("sweep.close_failed", { paymentId: id, error: err });
      return false;
    }
  };

  const closedOf = async (rows: readonly PaymentRow[]) => {
    const closed: string[] = [];
    const waiting = rows.values();
    const worker = async () => {
      for (const row of waiting) if (await isClosed(row)) closed.push(row.id);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return closed;
  };

  return async () => {
    const untilMs = clock.now() + RUN_MS;
    let paymentsDeleted = 0;
    for (let claimed = BATCH_PAYMENTS; claimed === BATCH_PAYMENTS && clock.now() < untilMs; ) {
      const due = await store.claimEnded(BATCH_PAYMENTS);
      const closed = await closedOf(due);
      if (closed.length > 0) await store.delete(closed);
      paymentsDeleted += closed.length;
      claimed = due.length;
    }
    return { paymentsDeleted };
  };
};
