/**
 * How a reservation is finished: its units are sold, or released to stock. `close` finishes a reservation of sold
 * units, which the move returns by itself.
 */
export type ReservationMove = "sell" | "release" | "close";

/**
 * The accounts of the stock ledger, between which units move. `world` is everything outside the shop, and
 * has no balance.
 */
export type Account = "world" | "available" | "reserved" | "sold";
export type ReservationState = "held" | "committed" | "released";

interface FinishingTransfer {
  /** The name of the transfer in the stock ledger. */
  verb: string;
  /** The state of the reservation before and after the transfer. */
  before: ReservationState;
  after: ReservationState;
  from: Account;
  to: Account;
}

/** The transfer that finishes a reservation. */
export const FINISHING_TRANSFERS = {
  sell: { verb: "commit", before: "held", after: "committed", from: "reserved", to: "sold" },
  release: {
    verb: "release",
    before: "held",
    after: "released",
    from: "reserved",
    to: "available",
  },
} as const satisfies Record<Exclude<ReservationMove, "close">, FinishingTransfer>;
