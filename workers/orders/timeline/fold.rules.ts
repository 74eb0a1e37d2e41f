import type { OrderPaymentStatus, OrderStatus } from "#contract/orders";
import { money } from "#kernel/money";
import type {
  AfterSale,
  LineUnits,
  OrderDispute,
  Refund,
  Return,
  Shipment,
} from "#orders/after-sale.contract";
import { paidStatus } from "#orders/order/balance.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { withBookedRefund, withCharge } from "./charge-effects.rules";
import type { Entry, EntryData, EntryOf, EntryType } from "./entries.rules";
import { rejectedBy, withExchange, withNewReturn, withReceived } from "./return-effects.rules";
import { withPricedTerms } from "./terms.rules";
import { fulfillmentOf, hasLeft, NOTHING_AFTER_SALE, sumUnits, unitsOf } from "./units.rules";
import { withinOpenUnits } from "./waiting-units.rules";

/** The columns of an order that follow from its timeline. */
const FOLDED = [
  "status",
  "paymentStatus",
  "fulfillmentStatus",
  "capturedMinor",
  "refundedMinor",
  "totalMinor",
  "snapshot",
  "afterSale",
] as const;
export type Folded = Pick<OrderRow, (typeof FOLDED)[number]>;
/** What a fold reads of an order beside its folded columns. */
export type Foldable = Folded & Pick<OrderRow, "currency">;

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

/** The statuses of an order that has no units left to ship. */
const SENT: readonly OrderStatus[] = ["shipped", "delivered"];

/**
 * Returns the folded columns after a change of what happened after the sale. An exchange gives an order that was sent
 * units to ship again.
 */
const afterwards = (order: Foldable, changedSale: AfterSale): Partial<Folded> => {
  const afterSale = withinOpenUnits(order.snapshot.lines, changedSale);
  const fulfillmentStatus = fulfillmentOf(unitsOf(order.snapshot.lines, afterSale));
  const isSent = fulfillmentStatus === "fulfilled" || fulfillmentStatus === "returned";
  const isDelivered = isSent && afterSale.shipments.every(({ deliveredAt }) => deliveredAt);
  const unsent = SENT.includes(order.status) ? "confirmed" : order.status;
  const status = isDelivered ? "delivered" : isSent ? "shipped" : unsent;
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
  const after = { ...afterSale, refunds };
  return { afterSale: after, paymentStatus: paidStatus({ ...order, afterSale: after }) };
};

/** Returns the folded columns after an edit. Money that is not taken yet keeps the order's payment status. */
const edited = (step: Step<"edited">): Partial<Folded> => {
  const { order, data } = step;
  const snapshot = withPricedTerms(order.snapshot, data.after);
  const afterSale = { ...step.afterSale, edits: [...(step.afterSale.edits ?? []), data.editId] };
  const after = { ...order, snapshot, totalMinor: data.after.totals.total.amount };
  return {
    snapshot,
    totalMinor: after.totalMinor,
    ...(order.paymentStatus === "pending"
      ? {}
      : { paymentStatus: paidStatus({ ...after, afterSale }) }),
    ...afterwards(after, afterSale),
  };
};

const withReturn = (
  returnId: string,
  { afterSale, order }: Step<EntryType>,
  change: Partial<Return>,
) => afterwards(order, { ...afterSale, returns: changed(afterSale.returns, returnId, change) });

/** Returns the folded columns after an exchange, whose price is paid by that of the returned units. */
const exchanged = ({ order, ...step }: Step<"return_exchanged">): Partial<Folded> => {
  const afterSale = withExchange(step.afterSale, step.data, order.currency);
  const paymentStatus = paidStatus({ ...order, afterSale });
  return { ...afterwards(order, afterSale), paymentStatus };
};

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
  paid: (step) => {
    const { order, data } = step;
    const takenMinor = data.amountMinor ?? order.totalMinor;
    const capturedMinor = order.capturedMinor + takenMinor;
    if (data.attempt === undefined)
      return { capturedMinor, paymentStatus: paidStatus({ ...order, capturedMinor }) };
    const paid = { status: "paid" as const, capturedMinor: takenMinor };
    const afterSale = withCharge(step.afterSale, data.attempt, paid);
    const paymentStatus = paidStatus({ ...order, capturedMinor, afterSale });
    return { capturedMinor, afterSale, paymentStatus };
  },
  edited,
  charge_requested: ({ afterSale, data: { charge, attempt, amountMinor, method } }) => ({
    afterSale: {
      ...afterSale,
      charges: [
        ...(afterSale.charges ?? []),
        { charge, attempt, amountMinor, capturedMinor: 0, status: "open", method },
      ],
    },
  }),
  charge_failed: (step) => ({
    afterSale: withCharge(step.afterSale, step.data.attempt, { status: "failed" }),
  }),
  cancelled: ({ order, data }) => ({
    status: "cancelled",
    paymentStatus: endedPayment(data),
    ...withoutWaiting(order),
  }),
  payment_voided: () => ({ paymentStatus: "voided" }),
  refund_requested: (step) => ({
    refundedMinor: step.order.refundedMinor + step.data.amountMinor,
    ...afterwards(step.order, {
      ...withBookedRefund(step),
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
  shipped: ({ order, afterSale, data: { shipmentId, unpaid: _, ...shipment }, at }) =>
    afterwards(order, {
      ...afterSale,
      shipments: [
        ...afterSale.shipments,
        { id: shipmentId, ...shipment, shippedAt: at, deliveredAt: null },
      ],
    }),
  ready_for_pickup: ({ order, afterSale, data: { shipmentId, unpaid: _, ...ready }, at }) =>
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
  return_requested: ({ order, afterSale, data, at }) =>
    afterwards(order, withNewReturn(afterSale, data, { at, currency: order.currency })),
  return_approved: (step) => withReturn(step.data.returnId, step, { status: "approved" }),
  return_rejected: (step) => withReturn(step.data.returnId, step, rejectedBy(step.data)),
  return_received: ({ order, afterSale, data }) => afterwards(order, withReceived(afterSale, data)),
  return_refunded: (step) =>
    withReturn(step.data.returnId, step, { status: "refunded", refundId: step.data.refundId }),
  return_exchanged: exchanged,
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
type StoredOf<Type extends EntryType> = EntryOf<Type> & { createdAt: number };

/** Returns an order with the terms that it was placed with: those before its first edit. */
export const asPlaced = (order: Foldable, timeline: readonly StoredEntry[]): Foldable => {
  const first = timeline.find(({ type }) => type === "edited") as StoredOf<"edited"> | undefined;
  if (!first) return order;
  const { before } = first.data;
  const snapshot = withPricedTerms(order.snapshot, before);
  return { ...order, snapshot, totalMinor: before.totals.total.amount };
};

/** Returns the folded columns of an order, computed from its whole timeline. */
export const foldTimeline = (order: Foldable, timeline: readonly StoredEntry[]): Folded => {
  let current: Foldable = {
    ...asPlaced(order, timeline),
    status: "pending",
    paymentStatus: "pending",
    fulfillmentStatus: "unfulfilled",
    capturedMinor: 0,
    refundedMinor: 0,
    afterSale: null,
  };
  for (const entry of timeline)
    current = { ...current, ...folded(current, [entry], entry.createdAt) };
  return Object.fromEntries(FOLDED.map((column) => [column, current[column]])) as unknown as Folded;
};
