import type { PaymentRefund } from "#contract/payments";
import { orderRefunded } from "#events/orders";
import { withoutMail } from "#kernel/events/events";
import type { Refund } from "#orders/after-sale.contract";
import type { Move } from "#orders/moves/move.rules";
import { type MoveContext, moveEvent } from "#orders/moves/moves.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { Entry } from "#orders/timeline/entries.rules";

/** A refund as the payments Worker reports it. */
export type RefundReport = Pick<PaymentRefund, "id" | "attempt" | "state" | "amount"> &
  Partial<Pick<PaymentRefund, "origin">>;

/** Returns the entry that books a refund which began at the provider. */
const bookedEntry = (row: OrderRow, { id, attempt, amount, origin }: RefundReport): Entry => ({
  type: "refund_requested",
  data: {
    refundId: id,
    amountMinor: amount.amount,
    shippingMinor: 0,
    lines: [],
    removed: [],
    back: [],
    reason: origin === "dispute" ? "dispute_lost" : null,
    ...(attempt === row.attempt ? {} : { attempt }),
  },
});

const data = ({ id, amount }: RefundReport) => ({ refundId: id, amountMinor: amount.amount });

/** Returns the entries that bring a refund of the order to the state that is reported. */
const entriesFor = (row: OrderRow, known: Refund | undefined, report: RefundReport): Entry[] => {
  const isNew = known === undefined;
  const status = known?.status ?? "pending";
  if (status === "failed" || report.state === status)
    return isNew && report.state === "pending" ? [bookedEntry(row, report)] : [];
  if (isNew && report.state === "failed") return [];
  const booked = isNew ? [bookedEntry(row, report)] : [];
  if (report.state === "succeeded") return [...booked, { type: "refunded", data: data(report) }];
  if (report.state === "failed") return [{ type: "refund_failed", data: data(report) }];
  return booked;
};

/**
 * Returns the move that makes an order match a reported refund, also one that began at the provider;
 * undefined if the order already matches. A failed refund gives its amount back.
 */
export const reportedRefundMove = (
  row: OrderRow,
  report: RefundReport,
  context: MoveContext,
): Move | undefined => {
  const known = row.afterSale?.refunds.find(({ id }) => id === report.id);
  const entries = entriesFor(row, known, report);
  if (entries.length === 0) return undefined;
  const isDone = entries.some(({ type }) => type === "refunded");
  const about = { orderId: row.id, cartId: row.cartId, refundId: report.id };
  const event = moveEvent(row, { definition: orderRefunded, data: about }, context);
  // The bank tells the cardholder about a dispute.
  const announced = report.origin === "dispute" ? withoutMail(event) : event;
  return { set: {}, entries, events: isDone ? [announced] : [] };
};
