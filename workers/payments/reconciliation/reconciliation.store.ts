import { type Database, rowsChanged } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import type { AgeKeys } from "#kernel/routes/page";
import { announceIfMoved } from "#payments/payments.statements";
import type { FeedName } from "./reconciliation.rules";
import {
  addFeeds,
  type BreakRow,
  breaksByAge,
  claimFeed,
  continueFeed,
  deleteOldBreaks,
  disputesByProviderRef,
  finishFeed,
  insertBreak,
  type Place,
  paymentsById,
  paymentsByProviderRef,
  refundsByProviderRef,
} from "./reconciliation.statements";

/** Breaks that one sweep deletes, so that its batch stays short. */
const DELETE_ROWS = 500;

/** How far the lists of providers are read, what the shop knows of their items, and breaks. */
export const reconciliationStore = ({ db }: { db: Database }) => {
  const { write } = db;

  return {
    /** Claims a page of one of the provider's lists; undefined if none is due. */
    async claim(provider: string): Promise<Place | undefined> {
      const [, [place]] = await write.batch([
        addFeeds(write, provider),
        claimFeed(write, provider),
      ]);
      return place;
    },

    /** Records that a page was read. Without a next page, the list is read again a day later. */
    async advance(place: Place, name: FeedName, next: string | null): Promise<void> {
      await (next ? continueFeed(write, place, next) : finishFeed(write, place, name));
    },

    paymentsByProviderRef: (refs: readonly string[]) => paymentsByProviderRef(write, refs),
    paymentsById: (ids: readonly string[]) => paymentsById(write, ids),
    refundsByProviderRef: (refs: readonly string[]) => refundsByProviderRef(write, refs),
    disputesByProviderRef: (refs: readonly string[]) => disputesByProviderRef(write, refs),

    /** Adds a break with its event. Returns false if it was found before. */
    async addBreak(row: BreakRow, event: Envelope): Promise<boolean> {
      const [added] = await write.batch([insertBreak(write, row), announceIfMoved(write, event)]);
      return added.length === 1;
    },

    /** Returns breaks, newest first; up to `limit + 1`. */
    breaks: (limit: number, before: AgeKeys | undefined): Promise<BreakRow[]> =>
      breaksByAge(db.read, limit, before),

    /** Deletes old breaks. Returns how many. */
    async deleteOldBreaks(): Promise<number> {
      return rowsChanged(await deleteOldBreaks(write, DELETE_ROWS));
    },
  };
};
export type ReconciliationStore = ReturnType<typeof reconciliationStore>;
