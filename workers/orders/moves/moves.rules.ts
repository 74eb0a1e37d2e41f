import type { OrderPaymentStatus } from "#contract/orders";
import type { Payment, PaymentState, PaymentView } from "#contract/payments";
import {
  type CancelReason,
  inventoryReleased,
  orderCancelled,
  orderConfirmed,
  orderCreated,
  paymentRequested,
} from "#events/orders";
import { type EventDefinition, envelopeOf, withoutMail } from "#kernel/events/events";
import { demandOf } from "#orders/order/demand.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { paymentView } from "#orders/order/view.rules";
import { unitsByVariant } from "#orders/stock/unit-return.rules";
import type { Entry } from "#orders/timeline/entries.rules";
import { openUnits } from "#orders/timeline/units.rules";
import { orderAnswer, refusedPayment } from "./answers.rules";
import { type Move, rowAfter } from "./move.rules";
import { leavesOpen, unknownTokenMove } from "./unknown-token.rules";

/** How long an order reserves its units before its payment is known. */
const RESERVATION_MS = 5 * 60_000;
/**
 * How much longer an order reserves its units while the buyer has to confirm the payment, such as with 3-D
 * Secure.
 */
const RESERVATION_FOR_ACTION_MS = 20 * 60_000;

/**
 * Returns the id of the `payment.requested` event. It is derived from the order's id, so a move can mark
 * the event done without reading it.
 */
export const paymentRequestedId = (orderId: string) => orderId.replace(/^ord_/, "evt_");

/**
 * The inputs of a move besides the order: the time, the ids of its events, and the request that causes the
 * move.
 */
export interface MoveContext {
  nowMs: number;
  eventIds: readonly [string, string, string];
  requestId: string;
  correlationId?: string;
  traceparent?: string | undefined;
}

interface EventInput<Data> {
  definition: EventDefinition<Data>;
  data: Data;
  /** The position of the event among the events of the move. */
  nth?: 1 | 2 | 3;
}

/** Returns an event of a move of an order. */
export const moveEvent = <Data>(
  row: OrderRow,
  { definition, data, nth = 1 }: EventInput<Data>,
  { eventIds, nowMs, ...request }: MoveContext,
) =>
  envelopeOf(
    definition,
    {
      source: "orders",
      subject: row.id,
      sequence: row.sequence + nth,
      data,
      sagaId: row.id,
      nowMs,
    },
    { ...request, id: eventIds[nth - 1] ?? eventIds[0] },
  );

const endedStatus = (payment: Payment | null): OrderPaymentStatus =>
  payment?.state === "failed" ? "failed" : "voided";

const failureReason = ({ state, limits, retryAfterSeconds }: Payment): CancelReason => {
  if (state !== "failed") return "payment_cancelled";
  if (limits) return "amount_not_chargeable";
  return retryAfterSeconds ? "card_paused" : "payment_declined";
};

const answeredWithOrder = (row: OrderRow, move: Move, nowMs: number): Move => ({
  ...move,
  answer: orderAnswer(rowAfter(row, move, nowMs)),
});

/** Returns the move that places a new order and requests its payment. */
export const placedMove = (row: OrderRow, context: MoveContext): Move => {
  // The sequence of the draft already counts the two entries of this move.
  const beforeEntries = { ...row, sequence: 0 };
  const data = { orderId: row.id, cartId: row.cartId };
  const requested = moveEvent(
    beforeEntries,
    { definition: paymentRequested, data, nth: 2 },
    context,
  );
  return {
    set: {},
    entries: [
      { type: "placed", data: { number: row.number } },
      { type: "payment_requested", data: { method: row.paymentMethod, attempt: row.attempt } },
    ],
    events: [
      moveEvent(beforeEntries, { definition: orderCreated, data }, context),
      { ...requested, id: paymentRequestedId(row.id) },
    ],
    reserveMs: RESERVATION_MS,
  };
};

const paidEntry = ({ id, capturedMinor }: Payment): Entry => ({
  type: "paid",
  data: { paymentId: id, amountMinor: capturedMinor },
});

/** Returns the payment status of an order that is confirmed before its money is there. */
const withoutMoney = ({ state }: Payment) =>
  state === "awaiting_money" ? { paymentStatus: "pending" as const } : {};

/**
 * Returns the move that confirms an order and sells its units, because the payment is authorised or
 * captured.
 */
const confirmMove = (row: OrderRow, payment: Payment, context: MoveContext): Move => {
  const isCaptured = payment.state === "succeeded";
  const data = { orderId: row.id, cartId: row.cartId };
  const move: Move = {
    set: {
      payment: paymentView(payment),
      paymentToken: null,
      reservedUntil: null,
      network: null,
    },
    entries: [
      { type: "confirmed", data: { paymentId: payment.id, ...withoutMoney(payment) } },
      ...(isCaptured ? [paidEntry(payment)] : []),
    ],
    events: [moveEvent(row, { definition: orderConfirmed, data }, context)],
    stock: "sell",
    marksDone: [paymentRequestedId(row.id)],
  };
  return answeredWithOrder(row, move, context.nowMs);
};

interface Cancellation {
  /** The payment as it ended; null if the order never had one. */
  payment: Payment | null;
  reason: CancelReason;
}

/**
 * Returns the move that cancels an order that waits for its payment, and releases its units. Only used when
 * no money can arrive later.
 */
const cancelWaiting = (
  row: OrderRow,
  { payment, reason }: Cancellation,
  context: MoveContext,
): Move => {
  const variantIds = [...demandOf(row.snapshot.lines).keys()];
  const data = { orderId: row.id, cartId: row.cartId, reason };
  return {
    set: {
      payment: payment ? paymentView(payment) : row.payment,
      paymentToken: null,
      reservedUntil: null,
      returnUrl: null,
      unpaidSince: context.nowMs,
    },
    entries: [{ type: "cancelled", data: { reason, paymentStatus: endedStatus(payment) } }],
    events: [
      // The buyer saw the payment fail, and a flood of unpaid orders must not delay mails.
      withoutMail(moveEvent(row, { definition: orderCancelled, data }, context)),
      moveEvent(row, { definition: inventoryReleased, data: { variantIds }, nth: 2 }, context),
    ],
    stock: "release",
    marksDone: [paymentRequestedId(row.id)],
    answer: refusedPayment({ row, requestId: context.requestId }, payment, reason),
  };
};

/**
 * Returns the move that cancels a confirmed order and returns its unshipped units to stock. `paymentStatus`
 * is the status until the payment is voided or refunded.
 */
export const cancelConfirmed = (
  row: OrderRow,
  { reason, paymentStatus }: { reason: CancelReason; paymentStatus: OrderPaymentStatus },
  context: MoveContext,
): Move => {
  const units = unitsByVariant(row.snapshot.lines, openUnits(row));
  const variantIds = units.map(({ variantId }) => variantId);
  const data = { orderId: row.id, cartId: row.cartId, reason };
  return {
    set: {},
    entries: [{ type: "cancelled", data: { reason, paymentStatus } }],
    events: [
      moveEvent(
        row,
        { definition: orderCancelled, data: { ...data, wasConfirmed: true } },
        context,
      ),
      moveEvent(row, { definition: inventoryReleased, data: { variantIds }, nth: 2 }, context),
    ],
    stock: "close",
    returned: [{ key: "cancel", to: "available", isUnshipped: true, units }],
  };
};

/** Returns the move that cancels an order because its payment ended without money. */
export const cancelMove = (
  row: OrderRow,
  cancellation: Cancellation,
  context: MoveContext,
): Move => {
  const { payment, reason } = cancellation;
  if (row.status !== "confirmed") return cancelWaiting(row, cancellation, context);
  const move = cancelConfirmed(row, { reason, paymentStatus: endedStatus(payment) }, context);
  return { ...move, set: payment ? { payment: paymentView(payment) } : {} };
};

type WaitingState = Extract<PaymentState, "pending" | "requires_action" | "processing">;

/**
 * Returns whether the bank was at work on this payment already. A payment never goes back to its buyer, so a report
 * that it waits for one was read before that and has come late.
 */
const isLate = ({ payment: known }: OrderRow, { id, status }: PaymentView) =>
  known?.id === id && known.status === "processing" && status === "pending";

/** Returns the move that records that the buyer or the bank has to act. */
const waitMove = (
  row: OrderRow,
  payment: Payment,
  state: WaitingState,
  nowMs: number,
): Move | undefined => {
  const view = paymentView(payment);
  if (isLate(row, view) || JSON.stringify(view) === JSON.stringify(row.payment)) return undefined;
  const move: Move = {
    set: { payment: view },
    entries: [{ type: `payment_${state}`, data: { paymentId: payment.id } }],
    events: [],
    // Once: with the first report of the provider.
    // Later attempts do not prolong the reservation, or a buyer could hold units without an end.
    ...(row.payment === null && row.attempt === 1 ? { reserveMs: RESERVATION_FOR_ACTION_MS } : {}),
    marksDone: [paymentRequestedId(row.id)],
  };
  return answeredWithOrder(row, move, nowMs);
};

/** Returns the move that marks a confirmed order as paid. */
const paidMove = (payment: Payment): Move => ({
  set: { payment: paymentView(payment) },
  entries: [paidEntry(payment)],
  events: [],
});

/**
 * Returns the move that makes an order match its payment; undefined if the payment asks for none. The caller
 * has checked that the order depends on its payment (`dependsOnPayment`).
 */
export const moveByPayment = (
  row: OrderRow,
  payment: Payment,
  context: MoveContext,
): Move | undefined => {
  const isWaiting = row.status === "payment_requested";
  switch (payment.state) {
    case "failed":
    case "cancelled":
      if (isWaiting && leavesOpen(payment)) return unknownTokenMove(row, payment);
      return isWaiting || row.status === "confirmed"
        ? cancelMove(row, { payment, reason: failureReason(payment) }, context)
        : undefined;
    case "authorized":
    case "awaiting_money":
      return isWaiting ? confirmMove(row, payment, context) : undefined;
    case "succeeded":
      return isWaiting ? confirmMove(row, payment, context) : paidMove(payment);
    default:
      return isWaiting ? waitMove(row, payment, payment.state, context.nowMs) : undefined;
  }
};
