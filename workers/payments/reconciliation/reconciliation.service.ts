import { log } from "#kernel/log";
import type { PageQuery, ProviderBooks, ProviderName } from "#payments/provider.port";
import type { FeedsStore, Place } from "./feeds.store";
import type { ListedRecordsService } from "./listed-records.service";
import type { OpenBreaksService } from "./open-breaks.service";
import type { OwnRecordsService } from "./own-records.service";
import { type FeedName, feedKey } from "./reconciliation.rules";

/** The pages that one sweep reads of each provider, so that it ends in time. */
const PAGES_MAX = 5;

interface Dependencies {
  provider: ProviderName;
  books: ProviderBooks;
  feeds: FeedsStore;
  listed: ListedRecordsService;
  own: OwnRecordsService;
  recheck: OpenBreaksService;
}

/**
 * Compares a provider's payments, refunds and disputes of the last days with the shop's, then the shop's with the
 * provider's, and then reads open breaks again. Each list is read once a day, a few pages in each sweep.
 */
export const reconciliationService = (dependencies: Dependencies) => {
  const { provider, books, feeds, listed, own, recheck } = dependencies;

  /** Reads and compares one page of a list. Returns where the next one begins. */
  const READERS: Record<FeedName, (query: PageQuery) => Promise<string | null>> = {
    async payments(query) {
      const { items, next } = await books.listPayments(query);
      await listed.payments(items);
      return next;
    },
    async refunds(query) {
      const { items, next } = await books.listRefunds(query);
      await listed.refunds(items);
      return next;
    },
    async disputes(query) {
      const { items, next } = await books.listDisputes(query);
      await listed.disputes(items);
      return next;
    },
    unlisted_payments: ({ after }) => own.payments(after),
    unlisted_refunds: ({ after }) => own.refunds(after),
    breaks: ({ after }) => recheck(after),
  };
  const nameOf = ({ feed }: Place) =>
    (Object.keys(READERS) as FeedName[]).find((name) => feedKey(provider, name) === feed);

  /** Reads one page. After a failure, the page is read again when its claim has expired. */
  const read = async (place: Place) => {
    const name = nameOf(place);
    if (!name) return;
    try {
      await feeds.advance(place, name, await READERS[name](place));
    } catch (err) {
      log.warn("sweep.reconciliation_failed", { feed: place.feed, error: err });
    }
  };

  /** Returns how many pages it read. */
  return async (): Promise<number> => {
    let pages = 0;
    while (pages < PAGES_MAX) {
      const place = await feeds.claim(provider);
      if (!place) break;
      await read(place);
      pages += 1;
    }
    return pages;
  };
};
