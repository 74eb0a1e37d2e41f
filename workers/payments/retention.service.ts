import type { Clock } from "#kernel/clock";
import { mapConcurrently } from "#kernel/concurrency";
import { log } from "#kernel/log";
import type { PaymentRow } from "./payments.statements";
import type { PaymentsStore } from "./payments.store";
import type { PaymentProvider, ProviderName } from "./provider.port";

const BATCH_PAYMENTS = 50;
/** No batch begins later than this in a run. */
const RUN_MS = 10_000;
/** The number of connections that Cloudflare opens at once for one invocation. */
const AT_ONCE = 6;

interface Dependencies {
  store: PaymentsStore;
  providers: Record<ProviderName, PaymentProvider>;
  clock: Clock;
}

/** Deletes payments that ended without money, once their webhooks can no longer arrive. */
export const retentionService = ({ store, providers, clock }: Dependencies) => {
  /**
   * Closes a payment at its provider. Returns whether it can no longer change there. Stripe keeps a
   * declined payment open for another card, and without its row the shop could not return the money of
   * that card.
   */
  const close = async ({ id, orderId, attempt, provider, providerRef, state }: PaymentRow) => {
    if (state === "cancelled" || providerRef === null) return true;
    try {
      const key = `close:${orderId}:${attempt}`;
      const closed = await providers[provider].cancel(providerRef, key);
      return closed.state === "cancelled";
    } catch (err) {
      log.warn("sweep.close_failed", { paymentId: id, error: err });
      return false;
    }
  };

  /** Deletes one batch. Returns how many payments were due, and how many of them were deleted. */
  const deleteBatch = async () => {
    const due = await store.claimUnpaid(BATCH_PAYMENTS);
    const isClosed = await mapConcurrently(due, { atOnce: AT_ONCE, work: close });
    const closed = due.filter((_, index) => isClosed[index]).map(({ id }) => id);
    if (closed.length > 0) await store.deleteUnpaid(closed);
    return { due: due.length, deleted: closed.length };
  };

  return async () => {
    const untilMs = clock.now() + RUN_MS;
    let paymentsDeleted = 0;
    let isFull = true;
    while (isFull && clock.now() < untilMs) {
      const { due, deleted } = await deleteBatch();
      paymentsDeleted += deleted;
      isFull = due === BATCH_PAYMENTS;
    }
    return { paymentsDeleted };
  };
};
