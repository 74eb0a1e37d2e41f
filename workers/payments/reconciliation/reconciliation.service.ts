import { log } from "#kernel/log";
import type { PageQuery, ProviderBooks, ProviderName } from "#payments/provider.port";
import type { ComparisonService } from "./comparison.service";
import { type FeedName, feedKey } from "./reconciliation.rules";
import type { Place } from "./reconciliation.statements";
import type { ReconciliationStore } from "./reconciliation.store";

/** The pages that one sweep reads, so that it ends in time. */
const PAGES_MAX = 5;

interface Dependencies {
  provider: ProviderName;
  books: ProviderBooks;
  store: ReconciliationStore;
  comparison: ComparisonService;
}

/**
 * Reads a provider's payments, refunds and disputes of the last days, once a day and a few pages in each
 * sweep, so that what webhooks missed is booked.
 */
export const reconciliationService = (dependencies: Dependencies) => {
  const { provider, books, store, comparison } = dependencies;

  /** Reads and compares one page of a list. Returns where the next one begins. */
  const READERS: Record<FeedName, (query: PageQuery) => Promise<string | null>> = {
    async payments(query) {
      const { items, next } = await books.listPayments(query);
      await comparison.payments(items);
      return next;
    },
    async refunds(query) {
      const { items, next } = await books.listRefunds(query);
      await comparison.refunds(items);
      return next;
    },
    async disputes(query) {
      const { items, next } = await books.listDisputes(query);
      await comparison.disputes(items);
      return next;
    },
  };
  const nameOf = ({ feed }: Place) =>
    (Object.keys(READERS) as FeedName[]).find((name) => feedKey(provider, name) === feed);

  /** Reads one page. After a failure, the page is read again when its claim has expired. */
  const read = async (place: Place) => {
    const name = nameOf(place);
    if (!name) return;
    try {
      await store.advance(place, name, await READERS[name](place));
    } catch (err) {
      log.warn("sweep.reconciliation_failed", { feed: place.feed, error: err });
    }
  };

  return async () => {
    let pagesReconciled = 0;
    while (pagesReconciled < PAGES_MAX) {
      const place = await store.claim(provider);
      if (!place) break;
      await read(place);
      pagesReconciled += 1;
    }
    return { pagesReconciled, breaksDeleted: await store.deleteOldBreaks() };
  };
};
