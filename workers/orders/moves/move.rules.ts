import type { Envelope } from "#kernel/events/events";
import type { Answer } from "#kernel/mutations/idempotency";
import type { OrderRow } from "#orders/order/order.rules";
import type { ReservationMove } from "#orders/stock/reservation.rules";

/** One transition of an order: the changes of its database row, its timeline entries and its events. */
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
  /** How the order's reservation ends. */
  stock?: ReservationMove;
  /**
   * Ids of earlier events that need no delivery after this move, because the move does the work of their
   * handlers.
   */
  marksDone?: string[];
  /** The answer to the request that placed the order. It does not replace a stored answer. */
  answer?: Answer;
  /**
   * How long the units are reserved: from now for a new order, from the end of its reservation for an
   * existing order.
   */
  holdMs?: number;
}

/** Returns the database row of an order after a move. */
export const moved = (row: OrderRow, move: Move, nowMs: number): OrderRow => ({
  ...row,
  ...move.set,
  sequence: row.sequence + move.entries.length,
  updatedAt: nowMs,
});

/** Returns the rows that a move adds to the timeline of its order. */
export const timelineRows = (row: OrderRow, move: Pick<Move, "entries">, nowMs: number) =>
  move.entries.map((entry, index) => ({
    orderId: row.id,
    sequence: row.sequence + index + 1,
    createdAt: nowMs,
    ...entry,
  }));
