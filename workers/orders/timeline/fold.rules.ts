import type { OrderPaymentStatus } from "#contract/orders";
import { money } from "#kernel/money";
import type {
  AfterSale,
  LineUnits,
  OrderDispute,
  Refund,
  Return,
  Shipment,
} from "#orders/after-sale.contract";
import type { OrderRow } from "#orders/order/order.rules";
import type { Entry, EntryData, EntryType } from "./entries.rules";
import { fulfillmentOf, hasLeft, NOTHING_AFTER_SALE, sumUnits, unitsOf } from "./units.rules";
import { withinOpenUnits } from "./waiting-units.rules";

/** The columns of an order that follow from its timeline. */
const FOLDED = [
  "status",
  "paymentStatus",
  "fulfillmentStatus",
  "capturedMinor",
  "refundedMinor",
  "afterSale",
] as const;
export type Folded = Pick<OrderRow, (typeof FOLDED)[number]>;
/** What a fold reads of an order beside its folded columns. */
export type Foldable = Folded & Pick<OrderRow, "snapshot" | "totalMinor" | "currency">;

interface Step<Type extends EntryType> {
  order: Foldable;
  afterSale: AfterSale;
  data: EntryData[Type];
  /** When the entry was written, RFC 3339. */
  at: string;
}
type Effect<Type extends EntryType> = (step: Step<Type>) => Partial<Folded>;

/** The reasons of the cancellations whose payment failed, in entries without a payment status. */
const FAILED_REASONS = ["payment_declined", "amount_not_chargeable", "card_paused"];

const endedPayment = ({ reason, paymentStatus }: EntryData["cancelled"]): OrderPaymentStatus =>
  paymentStatus ?? (FAILED_REASONS.includes(reason) ? "failed" : "voided");

const paidStatus = (capturedMinor: number, { totalMinor }: Foldable): OrderPaymentStatus =>
  capturedMinor < totalMinor ? "partially_paid" : "paid";

/** Returns the payment status by the refunds that succeeded. */
const refundStatus = (refunds: readonly Refund[], order: Foldable): OrderPaymentStatus => {
  const done = refunds.filter(({ status }) => status === "succeeded");
  const refundedMinor = done.reduce((sum, { amount }) => sum + amount.amount, 0);
  if (refundedMinor === 0) return paidStatus(order.capturedMinor, order);
  return refundedMinor < order.capturedMinor ? "partially_refunded" : "refunded";
};

/** Returns the folded columns after a change of what happened after the sale. */
const afterwards = (order: Foldable, changedSale: AfterSale): Partial<Folded> => {
  const afterSale = withinOpenUnits(order.snapshot.lines, changedSale);
  const fulfillmentStatus = fulfillmentOf(unitsOf(order.snapshot.lines, afterSale));
  const isSent = fulfillmentStatus === "fulfilled" || fulfillmentStatus === "returned";
  const isDelivered = isSent && afterSale.shipments.every(({ deliveredAt }) => deliveredAt);
  const status = isDelivered ? "delivered" : isSent ? "shipped" : order.status;
  return { afterSale, fulfillmentStatus, status };
};

const changed = <Item extends { id: string }>(
  items: readonly Item[],
  id: string,
  change: Partial<Item>,
) => items.map((item) => (item.id === id ? { ...item, ...change } : item));

const added = (before: Record<string, number>, units: readonly LineUnits[]) => {
  const after = { ...before };
  for (const [lineId, quantity] of sumUnits(units)) after[lineId] = (after[lineId] ?? 0) + quantity;
  return after;
};

const newRefund = ({ order, data, at }: Step<"refund_requested">): Refund => ({
  id: data.refundId,
  amount: money(data.amountMinor, order.currency),
  lines: data.lines,
  shipping: money(data.shippingMinor, order.currency),
  reason: data.reason,
  status: "pending",
  createdAt: at,
});

const withRefund = (
  { order, afterSale }: Step<EntryType>,
  refundId: string,
  status: Refund["status"],
) => {
  const refunds = changed(afterSale.refunds, refundId, { status });
  return { afterSale: { ...afterSale, refunds }, paymentStatus: refundStatus(refunds, order) };
};

const withReturn = (
  returnId: string,
  { afterSale, order }: Step<EntryType>,
  change: Partial<Return>,
) => afterwards(order, { ...afterSale, returns: changed(afterSale.returns, returnId, change) });

const NO_TRACKING = { carrier: null, trackingNumber: null, trackingUrl: null };

const withShipment = (
  shipmentId: string,
  { afterSale, order }: Step<EntryType>,
  change: Partial<Shipment>,
) =>
  afterwards(order, { ...afterSale, shipments: changed(afterSale.shipments, shipmentId, change) });

/** Returns what happened after the sale of an order that ends: nothing waits to be collected any more. */
const withoutWaiting = ({ afterSale }: Foldable): Partial<Folded> =>
  afterSale ? { afterSale: { ...afterSale, shipments: afterSale.shipments.filter(hasLeft) } } : {};

const withDispute =
  (state: OrderDispute["state"]) =>
  ({ afterSale, data }: Pick<Step<"dispute_opened">, "afterSale" | "data">): Partial<Folded> => {
    const { disputeId: id, amountMinor } = data;
    const others = (afterSale.disputes ?? []).filter((dispute) => dispute.id !== id);
    return { afterSale: { ...afterSale, disputes: [...others, { id, state, amountMinor }] } };
  };

/** How each entry changes the order. Entries that are missing here change none of the folded columns. */
const EFFECTS: { [Type in EntryType]?: Effect<Type> } = {
  payment_requested: () => ({ status: "payment_requested", paymentStatus: "pending" }),
  confirmed: ({ data }) => ({
    status: "confirmed",
    paymentStatus: data.paymentStatus ?? "authorized",
  }),
  paid: ({ order, data }) => {
    const capturedMinor = order.capturedMinor + (data.amountMinor ?? order.totalMinor);
    return { capturedMinor, paymentStatus: paidStatus(capturedMinor, order) };
  },
  cancelled: ({ order, data }) => ({
    status: "cancelled",
    paymentStatus: endedPayment(data),
    ...withoutWaiting(order),
  }),
  payment_voided: () => ({ paymentStatus: "voided" }),
  refund_requested: (step) => ({
    refundedMinor: step.order.refundedMinor + step.data.amountMinor,
    ...afterwards(step.order, {
      ...step.afterSale,
      refunds: [...step.afterSale.refunds, newRefund(step)],
      removed: added(step.afterSale.removed, step.data.removed),
      back: added(step.afterSale.back, step.data.back),
    }),
  }),
  refunded: (step) => withRefund(step, step.data.refundId, "succeeded"),
  refund_failed: (step) => ({
    refundedMinor: step.order.refundedMinor - step.data.amountMinor,
    ...withRefund(step, step.data.refundId, "failed"),
  }),
  dispute_opened: withDispute("opened"),
  dispute_won: withDispute("won"),
  dispute_lost: withDispute("lost"),
  shipped: ({ order, afterSale, data: { shipmentId, ...shipment }, at }) =>
    afterwards(order, {
      ...afterSale,
      shipments: [
        ...afterSale.shipments,
        { id: shipmentId, ...shipment, shippedAt: at, deliveredAt: null },
      ],
    }),
  ready_for_pickup: ({ order, afterSale, data: { shipmentId, ...ready }, at }) =>
    afterwards(order, {
      ...afterSale,
      shipments: [
        ...afterSale.shipments,
        {
          id: shipmentId,
          ...ready,
          ...NO_TRACKING,
          readyAt: at,
          shippedAt: null,
          deliveredAt: null,
        },
      ],
    }),
  picked_up: (step) =>
    withShipment(step.data.shipmentId, step, { shippedAt: step.at, deliveredAt: step.at }),
  tracking_changed: (step) => {
    const { shipmentId, ...tracking } = step.data;
    return withShipment(shipmentId, step, tracking);
  },
  delivered: (step) => withShipment(step.data.shipmentId, step, { deliveredAt: step.at }),
  return_requested: ({ order, afterSale, data: { returnId, ...asked }, at }) =>
    afterwards(order, {
      ...afterSale,
      returns: [
        ...afterSale.returns,
        {
          id: returnId,
          status: "requested",
          ...asked,
          received: [],
          refundId: null,
          requestedAt: at,
        },
      ],
    }),
  return_approved: (step) => withReturn(step.data.returnId, step, { status: "approved" }),
  return_rejected: (step) => withReturn(step.data.returnId, step, { status: "rejected" }),
  return_received: (step) =>
    withReturn(step.data.returnId, step, { status: "received", received: step.data.lines }),
  return_refunded: (step) =>
    withReturn(step.data.returnId, step, { status: "refunded", refundId: step.data.refundId }),
  return_exchanged: (step) => withReturn(step.data.returnId, step, { status: "exchanged" }),
};

/** Returns the folded columns that entries change, in their order. */
export const folded = (
  order: Foldable,
  entries: readonly Entry[],
  nowMs: number,
): Partial<Folded> => {
  const at = new Date(nowMs).toISOString();
  let changes: Partial<Folded> = {};
  for (const { type, data } of entries) {
    const effect = EFFECTS[type] as Effect<EntryType> | undefined;
    const current = { ...order, ...changes };
    const afterSale = current.afterSale ?? NOTHING_AFTER_SALE;
    changes = { ...changes, ...effect?.({ order: current, afterSale, data, at }) };
  }
  return changes;
};

/** An entry of a stored timeline. */
export type StoredEntry = Entry & { createdAt: number };

/** Returns the folded columns of an order, computed from its whole timeline. */
export const foldTimeline = (order: Foldable, timeline: readonly StoredEntry[]): Folded => {
  let current: Foldable = {
    ...order,
    status: "pending",
    paymentStatus: "pending",
    fulfillmentStatus: "unfulfilled",
    capturedMinor: 0,
    refundedMinor: 0,
    afterSale: null,
  };
  for (const entry of timeline)
    current = { ...current, ...folded(current, [entry], entry.createdAt) };
  const { status, paymentStatus, fulfillmentStatus, capturedMinor, refundedMinor, afterSale } =
    current;
  return { status, paymentStatus, fulfillmentStatus, capturedMinor, refundedMinor, afterSale };
};
