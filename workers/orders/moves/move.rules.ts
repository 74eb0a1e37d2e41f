import type { Envelope } from "#kernel/events/events";
import type { Answer } from "#kernel/mutations/idempotency";
import type { NewNote, TagChange } from "#orders/notes/note.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrderTerm } from "#orders/search/terms.rules";
import type { ReservationMove } from "#orders/stock/reservation.rules";
import type { UnitReturn } from "#orders/stock/unit-return.rules";
import type { UnitShipment } from "#orders/stock/unit-shipment.rules";
import type { UnitTake } from "#orders/stock/unit-take.rules";
import type { Entry, EntryType } from "#orders/timeline/entries.rules";
import { type Folded, folded } from "#orders/timeline/fold.rules";

/**
 * One transition of an order: its timeline entries, the changes of its database row and its events. The
 * entries decide the statuses, amounts, shipments, refunds and returns of the order; `set` holds the
 * other changes.
 */
export interface Move {
  set: Partial<
    Pick<
      OrderRow,
      | "attempt"
      | "paymentMethod"
      | "payment"
      | "openCharge"
      | "chargeDueAt"
      | "paymentToken"
      | "saveMethod"
      | "customerId"
      | "reservedUntil"
      | "returnUrl"
      | "unpaidSince"
      | "network"
      | "requestScope"
      | "requestKey"
    >
  >;
  entries: Entry[];
  events: Envelope[];
  /** How the order's reservation ends. */
  stock?: ReservationMove;
  /** Ids of new shipments, by which staff name them without their order. */
  parts?: string[];
  /** Notes that the move adds to the order. */
  notes?: NewNote[];
  tags?: TagChange;
  /** The account that gets the order of a guest. */
  claimedBy?: string;
  /** Sold units that leave the shop. */
  shipped?: UnitShipment[];
  /** Units of stock that the order gets. A batch for more than available is refused as `insufficient_stock`. */
  taken?: UnitTake;
  /** Texts by which staff find the order from now on. */
  terms?: OrderTerm[];
  /** Sold units that return to stock or are written off. */
  returned?: UnitReturn[];
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
  reserveMs?: number;
}

/** How long the event of a refund has before the sweep asks for the refund. */
const REFUND_ASKED_MS = 2 * 60_000;
const REFUND_ENTRIES: readonly EntryType[] = ["refund_requested", "refunded", "refund_failed"];

/** Returns when the sweep asks for the refunds of an order, if a move changes them. */
const refundDue = ({ entries }: Move, { afterSale }: Partial<Folded>, nowMs: number) => {
  if (!entries.some(({ type }) => REFUND_ENTRIES.includes(type))) return {};
  const isPending = afterSale?.refunds.some(({ status }) => status === "pending");
  return { refundDueAt: isPending ? nowMs + REFUND_ASKED_MS : null };
};

/** Returns the columns that a move changes. */
export const changesOf = (
  row: OrderRow,
  move: Move,
  nowMs: number,
): Partial<Folded> & Move["set"] & Partial<Pick<OrderRow, "refundDueAt">> => {
  const changes = folded(row, move.entries, nowMs);
  return { ...changes, ...refundDue(move, changes, nowMs), ...move.set };
};

/** Returns the database row of an order after a move. */
export const rowAfter = (row: OrderRow, move: Move, nowMs: number): OrderRow => ({
  ...row,
  ...changesOf(row, move, nowMs),
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
