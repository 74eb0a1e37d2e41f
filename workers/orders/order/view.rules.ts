import type { Order, TimelineEntry } from "#contract/orders";
import type { Payment, PaymentState, PaymentView } from "#contract/payments";
import { STAFF_CANCEL_REASONS } from "#events/orders";
import { money } from "#kernel/money";
import { amountDueMinor } from "./balance.rules";
import type { OrderRow } from "./order.rules";

const PAYMENT_STATUS: Record<PaymentState, PaymentView["status"]> = {
  pending: "pending",
  requires_action: "pending",
  processing: "processing",
  authorized: "processing",
  awaiting_money: "pending",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "failed",
};

/**
 * Returns a payment as the buyer sees it. An authorised payment is shown as `processing`, because its
 * capture follows without the buyer.
 */
export const paymentView = (payment: Payment): PaymentView => ({
  id: payment.id,
  status: PAYMENT_STATUS[payment.state],
  method: payment.method,
  ...(payment.nextAction ? { nextAction: payment.nextAction } : {}),
});

/** Returns a payment with the refunds of its order in its status. */
const withRefunds = (payment: PaymentView, { paymentStatus }: OrderRow): PaymentView =>
  paymentStatus === "refunded" || paymentStatus === "partially_refunded"
    ? { ...payment, status: paymentStatus }
    : payment;

/** The types of the timeline entries that only staff see. */
const STAFF_REASONS: ReadonlySet<string> = new Set(STAFF_CANCEL_REASONS);
const OF_STAFF: ReadonlySet<string> = new Set([
  ...["note_added", "tags_changed"],
  ...["dispute_opened", "dispute_won", "dispute_lost"],
]);

/** Returns whether a buyer sees a timeline entry of this type. */
export const isForBuyers = ({ type }: { type: string }) => !OF_STAFF.has(type);

/** Returns a timeline entry as a buyer sees it: without the reason of staff, such as `fraud`. */
export const buyerEntry = (entry: TimelineEntry): TimelineEntry =>
  entry.type === "cancelled" && STAFF_REASONS.has(String(entry.data.reason))
    ? { ...entry, data: { ...entry.data, reason: "cancelled_by_shop" } }
    : entry;

/** Returns the payment that the order waits for, or else the one by which it was placed. */
const currentPayment = (row: OrderRow): PaymentView => {
  if (row.openCharge)
    return row.openCharge.payment ?? { id: "", status: "pending", method: row.openCharge.method };
  return withRefunds(row.payment ?? { id: "", status: "pending", method: row.paymentMethod }, row);
};

/** Returns an order as its owner sees it. */
export const orderView = (row: OrderRow): Order => ({
  id: row.id,
  number: row.number,
  status: row.status,
  paymentStatus: row.paymentStatus,
  fulfillmentStatus: row.fulfillmentStatus,
  currency: row.currency,
  email: row.email,
  lines: row.snapshot.lines,
  discounts: row.snapshot.discounts,
  totals: row.snapshot.totals,
  note: row.snapshot.note ?? null,
  shippingAddress: row.snapshot.shippingAddress,
  billingAddress: row.snapshot.billingAddress,
  shippingOption: row.snapshot.shippingOption,
  sms: row.snapshot.sms ?? false,
  payment: currentPayment(row),
  amountDue: money(amountDueMinor(row), row.currency),
  shipments: row.afterSale?.shipments ?? [],
  refunds: row.afterSale?.refunds ?? [],
  returns: row.afterSale?.returns ?? [],
  placedAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});
