import { type Database, rowsChanged } from "#db/client";
import { cardPause, deleteExpiredCards } from "./declined-cards.statements";

/** Cards that one sweep deletes, so that its batch stays short. */
const DELETE_ROWS = 500;

/** Counts of declined payments by the keyed digest of a card. */
export const declinedCardsStore = ({ db }: { db: Database }) => ({
  /** Returns until when a card is paused, in epoch milliseconds; undefined if it may be charged. */
  async pausedUntil(digest: string): Promise<number | undefined> {
    const [row] = await cardPause(db.write, digest);
    return row?.pausedUntil;
  },

  /** Deletes cards whose count and pause have ended. Returns how many. */
  async deleteExpired(): Promise<number> {
    return rowsChanged(await deleteExpiredCards(db.write, DELETE_ROWS));
  },
});
export type DeclinedCardsStore = ReturnType<typeof declinedCardsStore>;
