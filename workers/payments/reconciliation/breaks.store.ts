import { type Database, rowsChanged } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import { announceIfMoved } from "#payments/payments.statements";
import type { ProviderName } from "#payments/provider.port";
import {
  type BreakChange,
  type BreakListing,
  type BreakRow,
  breakById,
  breaksByAge,
  changeBreak,
  deleteOldBreaks,
  insertBreak,
  openBreaksOf,
  openOrderBreaks,
} from "./breaks.statements";

/** Breaks that one sweep deletes, so that its batch stays short. */
const DELETE_ROWS = 500;

/** Rows of breaks. */
export const breaksStore = ({ db }: { db: Database }) => {
  const { read, write } = db;

  return {
    async find(id: string): Promise<BreakRow | undefined> {
      const [row] = await breakById(write, id);
      return row;
    },

    /** Adds a break with its event. Returns false if another writer added it first. */
    async add(row: BreakRow, event: Envelope): Promise<boolean> {
      const [added] = await write.batch([insertBreak(write, row), announceIfMoved(write, event)]);
      return added.length === 1;
    },

    /** Changes a break. Returns the row afterwards, or undefined if another writer changed it first. */
    async change(
      row: BreakRow,
      change: BreakChange,
      event?: Envelope,
    ): Promise<BreakRow | undefined> {
      const changing = changeBreak(write, row, change);
      if (!event) return (await changing)[0];
      const [changed] = await write.batch([changing, announceIfMoved(write, event)]);
      return changed[0];
    },

    /** Returns breaks, newest first; up to `limit + 1`. */
    page: (listing: BreakListing): Promise<BreakRow[]> => breaksByAge(read, listing),

    openOf: (provider: ProviderName, afterId: string | null, limit: number): Promise<BreakRow[]> =>
      openBreaksOf(write, provider, afterId, limit),

    openOfOrders: (orderIds: readonly string[]): Promise<BreakRow[]> =>
      openOrderBreaks(write, orderIds),

    /** Deletes old breaks. Returns how many. */
    async deleteOld(): Promise<number> {
      return rowsChanged(await deleteOldBreaks(write, DELETE_ROWS));
    },
  };
};
export type BreaksStore = ReturnType<typeof breaksStore>;
