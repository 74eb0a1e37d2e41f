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
import { demandOf } from "./demand";
import type { Move, OrderRow } from "./orders.store";
import { orderView, paymentView } from "./view";

/** How much longer an order holds its units while the buyer has to act, such as for 3-D Secure. */
const RESERVATION_FOR_ACTION_MS = 10 * 60_000;

/** The command's event bears the order's own id, so that whoever does its work can settle it unseen. */
export const paymentRequestedId = (orderId: string) => orderId.replace(/^ord_/, "evt_");

const event = <Data>(row: OrderRow, definition: EventDefinition<Data>, data: Data, nowMs: number) =>
  newEvent(definition, {
    source: "orders",
    subject: row.id,
    sequence: row.sequence + 1,
    data,
    sagaId: row.id,
    nowMs,
  });

/** The answer that a problem makes, as it is stored under the request's key. */
export const problemAnswer = (err: AppError): Answer => {
  const { status, body } = problemOf(err, currentTrace().requestId);
  return { status, body: JSON.stringify(body) };
};

const orderAnswer = (row: OrderRow): Answer => ({
  status: 201,
  body: JSON.stringify(orderView(row)),
});

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
  const about = { orderId: row.id, cartId: row.cartId };
  return {
    set: {},
    entries: [
      { type: "placed", data: { number: row.number } },
      { type: "payment_requested", data: { method: row.paymentMethod } },
    ],
    events: [
      event(row, orderCreated, about, nowMs),
      { ...event(row, paymentRequested, about, nowMs), id: paymentRequestedId(row.id) },
    ],
  };
};

/** The money is held: the units are sold. */
export const confirmMove = (row: OrderRow, payment: Payment, nowMs: number): Move =>
  answeredWithOrder(
    row,
    {
      set: {
        status: "confirmed",
        paymentStatus: "authorized",
        payment: paymentView(payment),
        paymentToken: null,
        reservedUntil: null,
      },
      entries: [{ type: "confirmed", data: { paymentId: payment.id } }],
      events: [event(row, orderConfirmed, { orderId: row.id, cartId: row.cartId }, nowMs)],
      stock: "commit",
      settles: [paymentRequestedId(row.id)],
    },
    nowMs,
  );

/** No money can come any more: the units are free again. */
export const cancelMove = (
  row: OrderRow,
  payment: Payment | null,
  reason: string,
  nowMs: number,
): Move => {
  const declined = new AppError("payment_declined", undefined, {
    extensions: { orderId: row.id, reason, declineCode: payment?.failureCode ?? null },
  });
  const about = { orderId: row.id, cartId: row.cartId, reason };
  return {
    set: {
      status: "cancelled",
      paymentStatus: payment?.state === "failed" ? "failed" : "voided",
      payment: payment ? paymentView(payment) : row.payment,
      paymentToken: null,
      reservedUntil: null,
    },
    entries: [{ type: "cancelled", data: { reason } }],
    events: [
      event(row, orderCancelled, about, nowMs),
      event(
        row,
        inventoryReleased,
        { variantIds: [...demandOf(row.snapshot.lines).keys()] },
        nowMs,
      ),
    ],
    stock: "release",
    settles: [paymentRequestedId(row.id)],
    answer: problemAnswer(declined),
  };
};

/** The buyer, or the bank, has to act before anything can be said. */
export const waitMove = (row: OrderRow, payment: Payment, nowMs: number): Move | undefined => {
  const view = paymentView(payment);
  if (JSON.stringify(view) === JSON.stringify(row.payment)) return undefined;
  const extended = row.payment === null ? RESERVATION_FOR_ACTION_MS : 0;
  return answeredWithOrder(
    row,
    {
      set: { payment: view, reservedUntil: (row.reservedUntil ?? nowMs) + extended },
      entries: [{ type: `payment_${payment.state}`, data: { paymentId: payment.id } }],
      events: [],
      settles: [paymentRequestedId(row.id)],
    },
    nowMs,
  );
};

/** The money is taken. */
export const paidMove = (row: OrderRow, receipt: string): Move => ({
  set: {
    paymentStatus: "paid",
    payment: row.payment ? { ...row.payment, status: "succeeded" } : null,
  },
  entries: [{ type: "paid", data: { paymentId: row.payment?.id ?? "" } }],
  events: [],
  receipt,
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

/** What an order that waits for its payment does when the payment is seen; undefined when nothing is new. */
export const moveByPayment = (row: OrderRow, payment: Payment, nowMs: number): Move | undefined => {
  switch (BY_PAYMENT[payment.state]) {
    case "confirm":
      return confirmMove(row, payment, nowMs);
    case "cancel":
      return cancelMove(
        row,
        payment,
        payment.state === "failed" ? "payment_declined" : "payment_cancelled",
        nowMs,
      );
    default:
      return waitMove(row, payment, nowMs);
  }
};
