/**
 * How a reservation ends: its units are sold, released to stock, or returned to stock after they were sold.
 */
export type ReservationMove = "commit" | "release" | "return";

/**
 * The accounts of the stock ledger, between which units move. `world` is everything outside the shop, and
 * has no balance.
 */
export type Account = "world" | "available" | "reserved" | "sold";
export type ReservationState = "held" | "committed" | "released";

/** The transfer that ends a reservation, and the reservation's state after it. */
export const ENDINGS = {
  commit: { of: "held", from: "reserved", to: "sold", state: "committed" },
  release: { of: "held", from: "reserved", to: "available", state: "released" },
  return: { of: "committed", from: "sold", to: "available", state: "released" },
} as const satisfies Record<
  ReservationMove,
  { of: ReservationState; from: Account; to: Account; state: ReservationState }
>;
