import type { orders } from "#db/orders/schema";
import type { Envelope } from "#kernel/events/events";
import type { Answer } from "#kernel/mutations/idempotency";

export type OrderRow = typeof orders.$inferSelect;

/** How a reservation ends: its units are sold, released, or returned after they were sold. */
export type ReservationMove = "commit" | "release" | "return";

/** One move of an order: changes of its row, entries of its timeline, and events. */
export interface Move {
  set: Partial<
    Pick<
      OrderRow,
      | "status"
      | "paymentStatus"
      | "payment"
      | "paymentToken"
      | "reservedUntil"
      | "returnUrl"
      | "unpaidSince"
      | "network"
    >
  >;
  entries: { type: string; data: Record<string, unknown> }[];
  events: Envelope[];
  /** How the reservation ends. */
  stock?: ReservationMove;
  /** Ids of events whose work this move does itself. */
  marksDone?: string[];
  /** The answer to the request that placed the order, unless it has one. */
  answer?: Answer;
  /** How much longer the units are held: from now on for a new order, else on top. */
  holdMs?: number;
}
