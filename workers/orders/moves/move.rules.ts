import type { Envelope } from "#kernel/events/events";
import type { Answer } from "#kernel/mutations/idempotency";
import type { OrderRow } from "#orders/order/order.rules";
import type { ReservationMove } from "#orders/stock/reservation.rules";

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

/** Returns the row as a move leaves it. */
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
