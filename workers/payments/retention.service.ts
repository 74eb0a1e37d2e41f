import type { Clock } from "#kernel/clock";
import { mapConcurrently } from "#kernel/concurrency";
import { log } from "#kernel/log";
import type { ClosingService } from "./closing.service";
import type { PaymentRow } from "./payments.statements";
import type { PaymentsStore } from "./payments.store";

const BATCH_PAYMENTS = 50;
/** No batch begins later than this in a run. */
const RUN_MS = 10_000;
/** The number of connections that Cloudflare opens at once for one invocation. */
const AT_ONCE = 6;

interface Dependencies {
  store: PaymentsStore;
  closing: ClosingService;
  clock: Clock;
}

/** Deletes payments that ended without money, once their webhooks can no longer arrive. */
export const retentionService = ({ store, closing, clock }: Dependencies) => {
  /**
   * Closes a payment at its provider, because without its row the shop could not return the money of
   * another card. Logs a failure and leaves the payment to a later sweep.
   */
  const close = async (row: PaymentRow) => {
    try {
      return await closing.close(row);
    } catch (err) {
      log.warn("sweep.close_failed", { paymentId: row.id, error: err });
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
