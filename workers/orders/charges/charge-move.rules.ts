import type { Payment } from "#contract/payments";
import { paymentLinkRequested, paymentRequested } from "#events/orders";
import { AppError } from "#kernel/errors";
import { conflict } from "#kernel/mutations/retry-on-conflict";
import { withDigitalGoods } from "#orders/downloads/digital-move.rules";
import type { OpenCharge } from "#orders/edits.contract";
import { type Move, rowAfter } from "#orders/moves/move.rules";
import { type MoveContext, moveEvent } from "#orders/moves/moves.rules";
import { amountDueMinor } from "#orders/order/balance.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { paymentView } from "#orders/order/view.rules";
import { cancelRefundId } from "#orders/refunds/cancel-refund-id.rules";
import { overpaidRefund, refundEvent } from "#orders/refunds/refund-move.rules";
import type { Entry, EntryOf } from "#orders/timeline/entries.rules";
import { ATTEMPTS_MAX } from "#payments/charges.contract";

/** The maximum number of attempts to pay the differences of one order. */
const CHARGES_MAX = 50;
/** How soon the sweep reads the payment of an open charge. */
export const CHARGE_CHECK_MS = 60_000;

/** How a charge is paid, and how much of what is due it charges: all of it without an amount. */
export type ChargeInput = Pick<
  OpenCharge,
  "method" | "token" | "returnUrl" | "save" | "offSession" | "isReceived"
> & { amountMinor?: number };

const notPayable = ({ id: orderId }: OrderRow, detail: string) =>
  new AppError("order_not_payable", detail, { extensions: { orderId } });

/**
 * The attempts of later charges have numbers that no attempt to pay the order as placed has. While that payment
 * awaits its money, a charge is of that money.
 */
const nextNumbers = ({ afterSale, attempt, paymentStatus }: OrderRow) => {
  if (paymentStatus === "pending") return { charge: 1, attempt };
  const charges = afterSale?.charges ?? [];
  const paid = charges.filter(({ status }) => status === "paid");
  return { charge: 2 + paid.length, attempt: ATTEMPTS_MAX + 1 + charges.length };
};

/** Returns the event that asks the buyer to pay what is due. */
export const linkEvent = (row: OrderRow, context: MoveContext, nth: 1 | 2 | 3 = 1) => {
  const data = { orderId: row.id, cartId: row.cartId };
  return moveEvent(row, { definition: paymentLinkRequested, data, nth }, context);
};

/** @throws 409 `order_not_payable` */
const requireRoom = (row: OrderRow) => {
  if ((row.afterSale?.charges?.length ?? 0) >= CHARGES_MAX)
    throw notPayable(row, `An order has at most ${CHARGES_MAX} attempts to pay its differences.`);
};

/** Returns the part of a move that begins to charge what is due. */
export const beginCharge = (row: OrderRow, input: ChargeInput, nowMs: number) => {
  const { charge, attempt } = nextNumbers(row);
  const amountMinor = input.amountMinor ?? amountDueMinor(row);
  const openCharge: OpenCharge = {
    ...input,
    charge,
    attempt,
    amountMinor,
    payment: null,
    requestedAt: nowMs,
  };
  const entry: EntryOf<"charge_requested"> = {
    type: "charge_requested",
    data: { charge, attempt, amountMinor, method: input.method },
  };
  return { set: { openCharge, chargeDueAt: nowMs + CHARGE_CHECK_MS }, entry };
};

const begunMove = (row: OrderRow, input: ChargeInput, context: MoveContext): Move => {
  const { set, entry } = beginCharge(row, input, context.nowMs);
  const data = { orderId: row.id, cartId: row.cartId };
  return {
    set,
    entries: [entry],
    events: [moveEvent(row, { definition: paymentRequested, data }, context)],
  };
};

/** Returns the move that begins to record money which staff have received. @throws 409 `order_not_payable` */
export const receivedMove = (row: OrderRow, amountMinor: number, context: MoveContext): Move => {
  requireRoom(row);
  const received = { isReceived: true, token: null, returnUrl: null, save: false };
  return begunMove(row, { ...received, method: "manual", offSession: false, amountMinor }, context);
};

/**
 * Returns the move that begins to charge what is due.
 * @throws 409 `order_not_payable`, `conflict` while another charge is open
 */
export const chargeMove = (row: OrderRow, input: ChargeInput, context: MoveContext): Move => {
  if (amountDueMinor(row) === 0) throw notPayable(row, "Nothing is due.");
  if (row.paymentStatus === "pending") throw notPayable(row, "The order awaits its money.");
  requireRoom(row);
  if (row.openCharge) throw conflict("Another payment of the order has not ended.");
  return begunMove(row, input, context);
};

const CLOSED = { openCharge: null, chargeDueAt: null };

/**
 * Returns the move that ends an open charge without money; the amount stays due. A buyer whose saved card was
 * charged in absence gets a link.
 */
export const failCharge = (
  row: OrderRow,
  { attempt, offSession }: OpenCharge,
  reason: string,
  context: MoveContext,
): Move => ({
  set: CLOSED,
  entries: [{ type: "charge_failed", data: { attempt, reason } }],
  events: offSession && row.status !== "cancelled" ? [linkEvent(row, context)] : [],
});

/** Returns the entries that pay back what a charge took too much: all of it if the order is cancelled. */
const refundOf = (row: OrderRow, { attempt, capturedMinor }: Payment): Entry[] => {
  const refundId = `${cancelRefundId(row.id)}c${attempt}`;
  if (row.status !== "cancelled") return overpaidRefund(row, refundId);
  const nothing = { shippingMinor: 0, lines: [], removed: [], back: [] };
  const data = { refundId, amountMinor: capturedMinor, ...nothing, reason: "cancelled", attempt };
  return [{ type: "refund_requested", data }];
};

const paidMove = (row: OrderRow, payment: Payment, context: MoveContext): Move => {
  const { id: paymentId, capturedMinor: amountMinor, attempt } = payment;
  const paid: Move = {
    set: { ...CLOSED, ...(attempt === row.attempt ? { payment: paymentView(payment) } : {}) },
    entries: [{ type: "paid", data: { paymentId, amountMinor, attempt } }],
    events: [],
  };
  const refund = refundOf(rowAfter(row, paid, context.nowMs), payment);
  const [first] = refund;
  if (first?.type !== "refund_requested") return paid;
  return {
    ...paid,
    entries: [...paid.entries, ...refund],
    events: [refundEvent(row, first.data.refundId, context)],
  };
};

/** Returns the move that records that the buyer, the bank or the staff have to act. */
const waitMove = (open: OpenCharge, payment: Payment): Move | undefined => {
  const view = paymentView(payment);
  if (JSON.stringify(view) === JSON.stringify(open.payment)) return undefined;
  const isManual = payment.state === "awaiting_money";
  return {
    set: {
      openCharge: { ...open, payment: view, token: null },
      ...(isManual ? { chargeDueAt: null } : {}),
    },
    entries: [
      {
        type: payment.state === "requires_action" ? "payment_requires_action" : "payment_pending",
        data: { paymentId: payment.id },
      },
    ],
    events: [],
  };
};

/**
 * Returns the move that makes an order match the payment of its open charge; undefined if the payment asks for
 * none. Authorised money is captured first.
 */
export const chargeByPayment = (
  row: OrderRow,
  payment: Payment,
  context: MoveContext,
): Move | undefined => {
  const { openCharge } = row;
  if (openCharge?.attempt !== payment.attempt) return undefined;
  switch (payment.state) {
    case "failed":
    case "cancelled":
      return failCharge(
        row,
        openCharge,
        payment.failureCode === null ? "cancelled" : "declined",
        context,
      );
    case "succeeded":
      return withDigitalGoods(row, paidMove(row, payment, context), context);
    case "authorized":
      return undefined;
    default:
      return waitMove(openCharge, payment);
  }
};
