import type { DisputeState } from "#contract/payments";

/** The states that each state may move to. A lost dispute can be won by an appeal. */
const DISPUTE_MOVES: Record<DisputeState, readonly DisputeState[]> = {
  opened: ["won", "lost"],
  lost: ["won"],
  won: [],
};

export const mayMoveDispute = (from: DisputeState, to: DisputeState) =>
  DISPUTE_MOVES[from].includes(to);

/** Returns whether a report of this state is not older than the stored one. */
export const mayKeep = (from: DisputeState, to: DisputeState) =>
  from === to || mayMoveDispute(from, to);
