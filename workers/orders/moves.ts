import {
  inventoryReleased,
  orderCancelled,
  orderConfirmed,
  orderCreated,
  paymentRequested,
} from "#contract/orders";
import type { Payment, PaymentState } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import { AppError, problemOf } from "#kernel/errors";
import { type EventDefinition, newEvent } from "#kernel/events";
import type { Answer } from "#kernel/idempotency";
import { declineCodeOf } from "./decline-code.rules";
import { demandOf } from "./demand.rules";
import type { Move, OrderRow } from "./orders.store";
import { orderView, paymentView } from "./view.rules";

/** How long an order holds its units until its payment is known. */
const RESERVATION_MS = 5 * 60_000;
/** How much longer an order holds its units while the buyer has to act, such as for 3-D Secure. */
const RESERVATION_FOR_ACTION_MS = 20 * 60_000;

/** The command's event bears the order's own id, so that whoever does its work can settle it unseen. */
export const paymentRequestedId = (orderId: string) => orderId.replace(/^ord_/, "evt_");

interface Occasion<Data> {
  definition: EventDefinition<Data>;
  data: Data;
  nowMs: number;
  /** Which of the move's events it is. */
  nth?: number;
}

const event = <Data>(row: OrderRow, { definition, data, nowMs, nth = 1 }: Occasion<Data>) =>
  newEvent(definition, {
    source: "orders",
    subject: row.id,
    sequence: row.sequence + nth,
    data,
    sagaId: row.id,
    nowMs,
  });

/** The answer that a problem makes, as it is stored under the request's key. */
export const problemAnswer = (err: AppError): Answer => {
  const { status, body } = problemOf(err, currentTrace().requestId);
  return { status, body: JSON.stringify(body) };
};

const declined = (row: OrderRow, why: Record<string, unknown> = {}) =>
  problemAnswer(
    new AppError("payment_declined", undefined, { extensions: { orderId: row.id, ...why } }),
  );

const cardPaused = (row: OrderRow, retryAfterSeconds: number): Answer => ({
  ...problemAnswer(
    new AppError("rate_limited", "Too many payments by this card were declined.", {
      extensions: { orderId: row.id },
    }),
  ),
  headers: { "Retry-After": String(retryAfterSeconds) },
});

/**
 * Returns the answer to a failed payment. One that failed by its amount is no decline, since it would fail
 * again with another card; neither is one whose card is paused, since it was not tried.
 */
const refusedPayment = (row: OrderRow, payment: Payment | null, reason: string) => {
  if (payment?.limits) {
    const extensions = { orderId: row.id, ...payment.limits };
    return problemAnswer(new AppError("amount_not_chargeable", undefined, { extensions }));
  }
  if (payment?.retryAfterSeconds) return cardPaused(row, payment.retryAfterSeconds);
  return declined(row, { reason, declineCode: declineCodeOf(payment?.failureCode ?? null) });
};

const failureReason = ({ state, limits, retryAfterSeconds }: Payment) => {
  if (state !== "failed") return "payment_cancelled";
  if (limits) return "amount_not_chargeable";
  return retryAfterSeconds ? "card_paused" : "payment_declined";
};

const orderAnswer = (row: OrderRow): Answer => ({
  status: 201,
  body: JSON.stringify(orderView(row)),
});

/** The answer that an order makes by its state alone, when the first one is no longer kept. */
export const answerNow = (row: OrderRow): Answer =>
  row.status === "cancelled" || row.status === "failed" ? declined(row) : orderAnswer(row);

const after = (row: OrderRow, move: Move, nowMs: number): OrderRow => ({
  ...row,
  ...move.set,
  sequence: row.sequence + move.entries.length,
  updatedAt: nowMs,
});

const answeredWithOrder = (row: OrderRow, move: Move, nowMs: number): Move => ({
  ...move,
  answer: orderAnswer(after(row, move, nowMs)),
});

/** A new order: placed, and its payment asked for. */
export const placedMove = (row: OrderRow, nowMs: number): Move => {
  const nothing = { ...row, sequence: 0 };
  const data = { orderId: row.id, cartId: row.cartId };
  const asked = event(nothing, { definition: paymentRequested, data, nowMs, nth: 2 });
  return {
    set: {},
    entries: [
      { type: "placed", data: { number: row.number } },
      { type: "payment_requested", data: { method: row.paymentMethod } },
    ],
    events: [
      event(nothing, { definition: orderCreated, data, nowMs }),
      { ...asked, id: paymentRequestedId(row.id) },
    ],
    holdMs: RESERVATION_MS,
  };
};

const paidEntry = (payment: Payment) => ({ type: "paid", data: { paymentId: payment.id } });

/** The money is held, or taken already: the units are sold. */
const confirmMove = (row: OrderRow, payment: Payment, nowMs: number): Move => {
  const taken = payment.state === "succeeded";
  const data = { orderId: row.id, cartId: row.cartId };
  const move: Move = {
    set: {
      status: "confirmed",
      paymentStatus: taken ? "paid" : "authorized",
      payment: paymentView(payment),
      paymentToken: null,
      reservedUntil: null,
      network: null,
    },
    entries: [
      { type: "confirmed", data: { paymentId: payment.id } },
      ...(taken ? [paidEntry(payment)] : []),
    ],
    events: [event(row, { definition: orderConfirmed, data, nowMs })],
    stock: "commit",
    settles: [paymentRequestedId(row.id)],
  };
  return answeredWithOrder(row, move, nowMs);
};

/** No money can come any more: the units are free again, even those that were sold for it. */
export const cancelMove = (
  row: OrderRow,
  payment: Payment | null,
  reason: string,
  nowMs: number,
): Move => {
  const variantIds = [...demandOf(row.snapshot.lines).keys()];
  const data = { orderId: row.id, cartId: row.cartId, reason };
  return {
    set: {
      status: "cancelled",
      paymentStatus: payment?.state === "failed" ? "failed" : "voided",
      payment: payment ? paymentView(payment) : row.payment,
      paymentToken: null,
      reservedUntil: null,
      ...(row.status === "confirmed" ? {} : { returnUrl: null, unpaidSince: nowMs }),
    },
    entries: [{ type: "cancelled", data: { reason } }],
    events: [
      event(row, { definition: orderCancelled, data, nowMs }),
      event(row, { definition: inventoryReleased, data: { variantIds }, nowMs, nth: 2 }),
    ],
    stock: row.status === "confirmed" ? "return" : "release",
    settles: [paymentRequestedId(row.id)],
    answer: refusedPayment(row, payment, reason),
  };
};

/** The buyer, or the bank, has to act before anything can be said. */
const waitMove = (row: OrderRow, payment: Payment, nowMs: number): Move | undefined => {
  const view = paymentView(payment);
  if (JSON.stringify(view) === JSON.stringify(row.payment)) return undefined;
  const move: Move = {
    set: { payment: view },
    entries: [{ type: `payment_${payment.state}`, data: { paymentId: payment.id } }],
    events: [],
    ...(row.payment === null ? { holdMs: RESERVATION_FOR_ACTION_MS } : {}),
    settles: [paymentRequestedId(row.id)],
  };
  return answeredWithOrder(row, move, nowMs);
};

/** The money of a sold order is taken. */
const paidMove = (payment: Payment): Move => ({
  set: { paymentStatus: "paid", payment: paymentView(payment) },
  entries: [paidEntry(payment)],
  events: [],
});

const BY_PAYMENT: Record<PaymentState, "confirm" | "cancel" | "wait"> = {
  pending: "wait",
  requires_action: "wait",
  processing: "wait",
  authorized: "confirm",
  succeeded: "confirm",
  failed: "cancel",
  cancelled: "cancel",
};

/** What an order that hangs on its payment does when the payment is seen; undefined when nothing is new. */
export const moveByPayment = (row: OrderRow, payment: Payment, nowMs: number): Move | undefined => {
  const verdict = BY_PAYMENT[payment.state];
  if (verdict === "cancel") return cancelMove(row, payment, failureReason(payment), nowMs);
  if (row.status === "confirmed")
    return payment.state === "succeeded" ? paidMove(payment) : undefined;
  return verdict === "confirm" ? confirmMove(row, payment, nowMs) : waitMove(row, payment, nowMs);
};
