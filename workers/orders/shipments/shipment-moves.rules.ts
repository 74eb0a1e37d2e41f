import { orderDelivered, orderReadyForPickup, orderShipped } from "#events/orders";
import { AppError } from "#kernel/errors";
import type { LineUnits, Shipment } from "#orders/after-sale.contract";
import { isPaidToStaff } from "#orders/capture/received-money.rules";
import { digitalLineIds } from "#orders/downloads/downloadable.rules";
import type { Move } from "#orders/moves/move.rules";
import { type MoveContext, moveEvent } from "#orders/moves/moves.rules";
import { amountDueMinor } from "#orders/order/balance.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { unitsByVariant } from "#orders/stock/unit-return.rules";
import type { UnitShipment } from "#orders/stock/unit-shipment.rules";
import type { EntryOf } from "#orders/timeline/entries.rules";
import { hasLeft, requireUnits, shippableOf, unitsOfOrder } from "#orders/timeline/units.rules";
import { trackingUrlOf } from "./carriers.rules";

/** The maximum number of shipments of an order. */
const SHIPMENTS_MAX = 100;

export interface Tracking {
  carrier: string | null;
  trackingNumber: string | null;
  /** Replaces the tracking page of the carrier; null for a carrier of the table. */
  trackingUrl: string | null;
}

const TRACKING_FIELDS = ["carrier", "trackingNumber", "trackingUrl"] as const;
export type TrackingPatch = { [Field in keyof Tracking]?: Tracking[Field] | undefined };

export interface ShipInput extends Tracking {
  shipmentId: string;
  /** The shipped units; undefined for all that can be shipped. */
  lines?: LineUnits[] | undefined;
  /** The location that ships them; undefined for those that they were taken from. */
  locationId?: string | undefined;
  /** Ships although money is due. */
  unpaid?: true | undefined;
}

const notShippable = (detail: string) => new AppError("order_not_shippable", detail);

/** The payment statuses with which an order is shipped. `pending` is money that staff record later. */
const PAID: readonly OrderRow["paymentStatus"][] = [
  "pending",
  "partially_paid",
  "paid",
  "partially_refunded",
];

const withPage = ({ carrier, trackingNumber, trackingUrl }: Tracking): Tracking => ({
  carrier,
  trackingNumber,
  trackingUrl: trackingUrl ?? trackingUrlOf(carrier, trackingNumber),
});

/** Returns whether the buyer collects the order. */
const isCollected = ({ snapshot }: OrderRow) => snapshot.shippingOption?.pickup !== undefined;

/** @throws 400 `validation_failed` for tracking, which units that are collected do not have */
const requireNoTracking = (tracking: TrackingPatch) => {
  const errors = TRACKING_FIELDS.filter((field) => (tracking[field] ?? null) !== null).map(
    (field) => ({
      pointer: `/${field}`,
      code: "excluded",
      message: "Must not be given for an order that the buyer collects.",
    }),
  );
  if (errors.length > 0) throw new AppError("validation_failed", undefined, { errors });
};

/** Returns whether the difference of an edit or exchange is due, and staff do not expect it by transfer or on delivery. */
const isOwed = (row: OrderRow) =>
  row.afterSale?.edits !== undefined && amountDueMinor(row) > 0 && !isPaidToStaff(row);

const requireShippable = (row: OrderRow, unpaid: true | undefined) => {
  if (row.status !== "confirmed") throw notShippable(`The order is ${row.status}.`);
  if (!PAID.includes(row.paymentStatus)) throw notShippable("The order is not paid.");
  if (isOwed(row) && !unpaid)
    throw notShippable("Money is due after an edit. `unpaid` ships it on purpose.");
  if (row.capturedMinor > 0 && row.refundedMinor >= row.capturedMinor)
    throw notShippable("The money of the order goes back to the buyer.");
  if ((row.afterSale?.shipments.length ?? 0) >= SHIPMENTS_MAX)
    throw notShippable(`An order has at most ${SHIPMENTS_MAX} shipments.`);
};

const eventData = ({ id, cartId }: OrderRow, shipmentId: string) => ({
  orderId: id,
  cartId,
  shipmentId,
});

const shippedLines = (row: OrderRow, wanted: LineUnits[] | undefined): LineUnits[] => {
  if (wanted) {
    requireUnits(unitsOfOrder(row), wanted, shippableOf);
    return wanted;
  }
  const digital = digitalLineIds(row);
  const left = unitsOfOrder(row)
    .map((line) => ({ lineId: line.lineId, quantity: shippableOf(line) }))
    .filter(({ quantity }) => quantity > 0);
  // Digital goods are delivered once they are paid. They are no part of a parcel.
  const goods = left.filter(({ lineId }) => !digital.has(lineId));
  const lines = goods.length > 0 ? goods : left;
  if (lines.length === 0) throw notShippable("Nothing of the order is left to ship.");
  return lines;
};

const unitsOfShipment = (
  { snapshot }: OrderRow,
  { id, locationId, lines }: Pick<Shipment, "id" | "lines"> & Pick<ShipInput, "locationId">,
): UnitShipment => ({ shipmentId: id, locationId, units: unitsByVariant(snapshot.lines, lines) });

/** Returns what a shipment writes: the units leave the shop, or are ready to be collected. */
const shipment = (row: OrderRow, input: ShipInput, lines: LineUnits[]) => {
  const { shipmentId, locationId } = input;
  const what = {
    ...{ shipmentId, lines },
    ...(locationId === undefined ? {} : { locationId }),
    ...(isOwed(row) ? { unpaid: true as const } : {}),
  };
  if (isCollected(row)) {
    requireNoTracking(input);
    const entry = { type: "ready_for_pickup", data: what } as const;
    return { definition: orderReadyForPickup, entry, shipped: [] };
  }
  const entry = { type: "shipped", data: { ...what, ...withPage(input) } } as const;
  const shipped = [unitsOfShipment(row, { id: shipmentId, locationId, lines })];
  return { definition: orderShipped, entry, shipped };
};

/**
 * Returns the move that ships units of a confirmed, paid order, or makes them ready to be collected.
 * @throws 409 `order_not_shippable`, `units_unavailable`, 400 `validation_failed` for tracking of units that
 * are collected
 */
export const shipMove = (row: OrderRow, input: ShipInput, context: MoveContext): Move => {
  requireShippable(row, input.unpaid);
  const lines = shippedLines(row, input.lines);
  const { entry, definition, shipped } = shipment(row, input, lines);
  const data = eventData(row, input.shipmentId);
  return {
    set: {},
    entries: [entry],
    events: [moveEvent(row, { definition, data }, context)],
    parts: [input.shipmentId],
    shipped,
  };
};

export const shipmentIn = ({ afterSale }: OrderRow, shipmentId: string): Shipment => {
  const shipment = afterSale?.shipments.find(({ id }) => id === shipmentId);
  if (!shipment) throw new AppError("not_found", "Shipment not found.");
  return shipment;
};

/** Returns the move that changes the tracking of a shipment; undefined if nothing changes. */
export const trackingMove = (
  row: OrderRow,
  shipmentId: string,
  patch: TrackingPatch,
): Move | undefined => {
  const { carrier, trackingNumber, trackingUrl } = shipmentIn(row, shipmentId);
  if (isCollected(row)) requireNoTracking(patch);
  const before = { carrier, trackingNumber, trackingUrl };
  const given = Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  );
  // The page of the old number would be wrong for a new one.
  const after = withPage({ ...before, trackingUrl: null, ...given });
  if (JSON.stringify(after) === JSON.stringify(before)) return undefined;
  return {
    set: {},
    entries: [{ type: "tracking_changed", data: { shipmentId, ...after } }],
    events: [],
  };
};

/** Returns the move that records the delivery of shipments; undefined if they are delivered already. */
export const deliverMove = (
  row: OrderRow,
  shipmentId: string | undefined,
  context: MoveContext,
): Move | undefined => {
  const shipments = shipmentId ? [shipmentIn(row, shipmentId)] : (row.afterSale?.shipments ?? []);
  if (shipments.length === 0)
    throw new AppError("order_not_shippable", "Nothing of the order was shipped.");
  const arrived = shipments.filter(({ deliveredAt }) => deliveredAt === null);
  const [first] = arrived;
  if (!first) return undefined;
  const data = eventData(row, first.id);
  return {
    set: {},
    entries: arrived.map(
      ({ id, shippedAt }): EntryOf<"delivered" | "picked_up"> => ({
        type: shippedAt === null ? "picked_up" : "delivered",
        data: { shipmentId: id },
      }),
    ),
    // One mail says that the order arrived, also when several parcels are recorded at once.
    events: [moveEvent(row, { definition: orderDelivered, data }, context)],
    shipped: arrived.filter((one) => !hasLeft(one)).map((one) => unitsOfShipment(row, one)),
  };
};
