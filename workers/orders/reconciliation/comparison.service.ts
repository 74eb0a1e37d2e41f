import type { PaymentsRpc } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { log } from "#kernel/log";
import type { ComparisonStore } from "./comparison.store";

/** The orders that one sweep compares, in one call: 720,000 a day. */
const PAGE_ORDERS = 500;

interface Dependencies {
  store: ComparisonStore;
  payments: Pick<PaymentsRpc, "compareOrders">;
  clock: Clock;
}

/**
 * Compares the money of all recent orders with that of their payments, once a day and one page in each sweep. The
 * payments Worker records the differences. After a failure, the page is compared again when its claim has expired.
 */
export const comparisonService =
  ({ store, payments, clock }: Dependencies) =>
  async () => {
    const place = await store.claim();
    if (!place) return { compared: 0 };
    const { rested, lastId } = await store.page(place, PAGE_ORDERS, clock.now());
    const sums = rested.map(({ updatedAt: _, ...order }) => order);
    try {
      if (sums.length > 0) await payments.compareOrders(sums, currentTrace());
      await store.advance(place, lastId);
    } catch (err) {
      log.warn("sweep.comparison_failed", { error: err });
    }
    return { compared: sums.length };
  };
