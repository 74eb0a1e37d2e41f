/** How a reservation ends: its units are sold, released, or returned after they were sold. */
export type ReservationMove = "commit" | "release" | "return";

/** Everything outside the shop is the world, which has no balance. */
export type Account = "world" | "available" | "reserved" | "sold";
export type ReservationState = "held" | "committed" | "released";

/** How a reservation ends: which units go where, and what it is called afterwards. */
export const ENDINGS = {
  commit: { of: "held", from: "reserved", to: "sold", state: "committed" },
  release: { of: "held", from: "reserved", to: "available", state: "released" },
  return: { of: "committed", from: "sold", to: "available", state: "released" },
} as const satisfies Record<
  ReservationMove,
  { of: ReservationState; from: Account; to: Account; state: ReservationState }
>;
