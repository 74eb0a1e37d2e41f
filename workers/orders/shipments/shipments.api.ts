import * as z from "zod";
import { Order } from "#contract/orders";
import { Id } from "#kernel/ids";
import { defineRoute } from "#kernel/routes/definition";
import { Line } from "#kernel/text";
import { LineUnits, Shipment } from "#orders/after-sale.contract";
import { ORDER_EXAMPLE } from "#orders/order/order.example.rules";
import { UNITS_UNAVAILABLE } from "#orders/order/units-problem.api";
import { CARRIERS } from "./carriers.rules";

const TrackingUrl = z.httpUrl().max(500);
const carrierNote = `Any name. These have a tracking page: ${CARRIERS.join(", ")}.`;

const NewShipment = z.strictObject({
  lines: z.array(LineUnits).min(1).max(200).optional(),
  locationId: Id("location")
    .optional()
    .describe("Without it, the locations that the order took the units from."),
  carrier: Line(40).optional().describe(carrierNote),
  trackingNumber: Line(100).optional(),
  trackingUrl: TrackingUrl.optional(),
  unpaid: z
    .literal(true)
    .optional()
    .describe("Ships although money is due after an edit. The timeline says so."),
});

const ShipmentPatch = z.strictObject({
  carrier: Line(40).nullable().optional().describe(carrierNote),
  trackingNumber: Line(100).nullable().optional(),
  trackingUrl: TrackingUrl.nullable().optional(),
});

const SHIPMENT_EXAMPLE: Shipment = {
  id: "shp_01kb0c6w3mexample00000000000000000000",
  lines: ORDER_EXAMPLE.lines.map(({ id, quantity }) => ({ lineId: id, quantity })),
  carrier: "dhl",
  trackingNumber: "00340434161094042557",
  trackingUrl: "https://www.dhl.com/en/express/tracking.html?AWB=00340434161094042557&brand=DHL",
  shippedAt: "2026-11-26T15:00:00.000Z",
  deliveredAt: null,
};
const params = { id: ORDER_EXAMPLE.id };
const tracking = { carrier: "dhl", trackingNumber: "00340434161094042557" };

const OF_SHIPMENTS = {
  tag: "admin-orders",
  access: "staff",
  scope: "orders",
  rate: "staff",
  idempotency: "key",
  query: null,
} as const;

export const shipOrder = defineRoute({
  ...OF_SHIPMENTS,
  method: "POST",
  path: "/v1/admin/orders/:id/shipments",
  operation: "shipOrder",
  summary: "Ship an order, or units of it, or make them ready to be collected",
  description:
    "Without `lines`, all units are shipped that were neither shipped nor removed. An authorised payment is captured first. While money is due after an edit or exchange, the answer is 409 `order_not_shippable` without `unpaid`. Units that have not arrived, such as those of a pre-order, are 409 `insufficient_stock`, and so are units that the named location does not have. Units of an order that the buyer collects (`shippingOption.pickup`) become ready: the shipment has `readyAt`, and no `shippedAt` until its hand-over is recorded by `deliver`. Until then they can be cancelled. Such a shipment has no tracking.",
  body: NewShipment,
  answers: { 201: Shipment },
  problems: [
    "order_not_shippable",
    "insufficient_stock",
    UNITS_UNAVAILABLE,
    "conflict",
    "payment_method_unknown",
  ],
  example: { params, body: tracking, answer: SHIPMENT_EXAMPLE },
});

export const changeShipment = defineRoute({
  ...OF_SHIPMENTS,
  method: "PATCH",
  path: "/v1/admin/shipments/:id",
  operation: "changeShipment",
  summary: "Change the tracking of a shipment",
  body: ShipmentPatch,
  answers: { 200: Shipment },
  problems: ["conflict"],
  example: { params: { id: SHIPMENT_EXAMPLE.id }, body: tracking, answer: SHIPMENT_EXAMPLE },
});

export const deliverOrder = defineRoute({
  ...OF_SHIPMENTS,
  method: "POST",
  path: "/v1/admin/orders/:id/deliver",
  operation: "deliverOrder",
  summary: "Record that a shipment, or all shipments, reached the buyer or were handed over",
  body: z.strictObject({ shipmentId: Id("shipment").optional() }),
  answers: { 200: Order },
  problems: ["order_not_shippable", "insufficient_stock", "conflict"],
  example: {
    params,
    body: { shipmentId: SHIPMENT_EXAMPLE.id },
    answer: {
      ...ORDER_EXAMPLE,
      status: "delivered",
      fulfillmentStatus: "fulfilled",
      shipments: [{ ...SHIPMENT_EXAMPLE, deliveredAt: "2026-11-28T10:00:00.000Z" }],
    },
  },
});
