import * as z from "zod";
import { defineEvent } from "#kernel/events/events";
import { Id } from "#kernel/ids";

const OrderEvent = z.object({ orderId: Id("order"), cartId: Id("cart") });

/** Occurs when an order exists and its stock is reserved. */
export const orderCreated = defineEvent("order.created", OrderEvent, []);
/**
 * Requests the order's payment, in case the process that placed the order dies before it has authorised the
 * payment.
 */
export const paymentRequested = defineEvent("payment.requested", OrderEvent, ["orders"]);
/** Occurs when the payment of an order is authorised and its stock is sold. */
export const orderConfirmed = defineEvent("order.confirmed", OrderEvent, [
  "payments",
  "cart",
  "notifications",
]);
/** Why staff cancel an order. */
export const STAFF_CANCEL_REASONS = ["customer_request", "out_of_stock", "fraud", "other"] as const;
type StaffCancelReason = (typeof STAFF_CANCEL_REASONS)[number];

/** Why an order is cancelled. */
export type CancelReason =
  /** The card was declined. */
  | "payment_declined"
  /** The card is paused after too many declines, and was not charged. */
  | "card_paused"
  /** The provider cannot charge the amount. */
  | "amount_not_chargeable"
  | "payment_cancelled"
  | "cancelled_by_buyer"
  /** Staff cancelled it, and gave the reason. */
  | StaffCancelReason
  /** The reservation expired before the payment was authorised. */
  | "expired";
/** Occurs when an order ends without a sale and its stock is released. */
export const orderCancelled = defineEvent(
  "order.cancelled",
  // A `CancelReason`, or one of a later release: an event whose data does not match is not repeated.
  OrderEvent.extend({ reason: z.string(), wasConfirmed: z.boolean().optional() }),
  ["payments", "cart", "notifications"],
);

/** Occurs when staff have changed the lines of an order. */
export const orderEdited = defineEvent("order.edited", OrderEvent.extend({ editId: Id("edit") }), [
  "notifications",
]);
/** Occurs when the buyer has to pay what is due, on the page of the order. */
export const paymentLinkRequested = defineEvent("payment.link_requested", OrderEvent, [
  "notifications",
]);

/** Asks for the refunds of an order, in case the process that booked them dies before it has asked. */
export const refundRequested = defineEvent(
  "refund.requested",
  OrderEvent.extend({ refundId: Id("refund") }),
  ["orders"],
);
/** Occurs when the provider has accepted a refund for good. */
export const orderRefunded = defineEvent(
  "order.refunded",
  OrderEvent.extend({ refundId: Id("refund") }),
  ["notifications"],
);

const ShipmentEvent = OrderEvent.extend({ shipmentId: Id("shipment") });
/** Occurs when a parcel leaves the shop. */
export const orderShipped = defineEvent("order.shipped", ShipmentEvent, ["notifications"]);
/** Occurs when units of an order are ready to be collected by the buyer. */
export const orderReadyForPickup = defineEvent("order.ready_for_pickup", ShipmentEvent, [
  "notifications",
]);
/** Occurs when a parcel reaches the buyer, or the buyer has collected units. */
export const orderDelivered = defineEvent("order.delivered", ShipmentEvent, ["notifications"]);

const ReturnEvent = OrderEvent.extend({ returnId: Id("return") });
/** Occurs when a buyer asks to send units back. */
export const returnRequested = defineEvent("return.requested", ReturnEvent, ["notifications"]);
/** Occurs when staff allow the buyer to send the units back. */
export const returnApproved = defineEvent("return.approved", ReturnEvent, ["notifications"]);
/** Occurs when staff refuse a return. */
export const returnRejected = defineEvent("return.rejected", ReturnEvent, ["notifications"]);
/** Occurs when the units have arrived. Their refund is announced by itself. */
export const returnReceived = defineEvent("return.received", ReturnEvent, ["notifications"]);

const StockEvent = z.object({ variantIds: z.array(Id("variant")) });
/** Occurs when the units of a variant that can be sold online cross its low-stock threshold, or run out. */
export const inventoryLow = defineEvent("inventory.low", StockEvent, ["catalog"]);
/** Occurs when the reserved units of an order are released. */
export const inventoryReleased = defineEvent("inventory.released", StockEvent, ["catalog"]);
/** Occurs when staff change a variant's stock or how it is sold. */
export const inventoryAdjusted = defineEvent("inventory.adjusted", StockEvent, ["catalog"]);

/** Occurs when orders begin or cease to take stock from a location. */
export const locationChanged = defineEvent(
  "inventory.location_changed",
  z.object({ locationId: Id("location") }),
  ["orders"],
);

/** Asks for a mail with the link to an order. */
export const orderLookupRequested = defineEvent(
  "order.lookup_requested",
  z.object({ orderId: Id("order") }),
  ["notifications"],
);

/** All events that the orders Worker announces. */
export const EVENTS = [
  orderCreated,
  paymentRequested,
  orderConfirmed,
  orderCancelled,
  orderEdited,
  paymentLinkRequested,
  refundRequested,
  orderRefunded,
  orderLookupRequested,
  orderShipped,
  orderReadyForPickup,
  orderDelivered,
  returnRequested,
  returnApproved,
  returnRejected,
  returnReceived,
  inventoryLow,
  inventoryReleased,
  inventoryAdjusted,
  locationChanged,
];
