import type { Envelope } from "#kernel/events/events";
import type { Answer } from "#kernel/mutations/idempotency";
import type { OrderRow } from "#orders/order/order.rules";
import type { ReservationMove } from "#orders/stock/reservation.rules";

/** One transition of an order: changes of its row, timeline entries and events. */
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
  /** Ids of events that need no delivery after this move, because it does their work. */
  marksDone?: string[];
  /** The answer to the request that placed the order. An answer that is already stored is kept. */
  answer?: Answer;
  /** How long the units are held: from now for a new order, from the end of its reservation for another. */
  holdMs?: number;
}

/** Returns the row after a move. */
export const moved = (row: OrderRow, move: Move, nowMs: number): OrderRow => ({
  ...row,
  ...move.set,
  sequence: row.sequence + move.entries.length,
  updatedAt: nowMs,
});

/** Returns the rows that a move adds to the timeline. */
export const timelineRows = (row: OrderRow, move: Pick<Move, "entries">, nowMs: number) =>
  move.entries.map((entry, index) => ({
    orderId: row.id,
    sequence: row.sequence + index + 1,
    createdAt: nowMs,
    ...entry,
  }));
