import type { Answer, KeyedRequest } from "#kernel/mutations/idempotency";
import { orderNotFound, type RequestMove } from "#orders/moves/requested-moves.service";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { orderView } from "#orders/order/view.rules";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import {
  deliverMove,
  type ShipInput,
  shipMove,
  shipmentIn,
  type TrackingPatch,
  trackingMove,
} from "./shipment-moves.rules";

interface Dependencies {
  store: Pick<OrdersStore, "find" | "orderIdOf">;
  progress: Pick<PaymentProgressService, "captureNow">;
  requestMove: RequestMove;
}

const shipmentAnswer =
  (shipmentId: string, status: 200 | 201) =>
  (row: OrderRow): Answer => ({ status, body: JSON.stringify(shipmentIn(row, shipmentId)) });

const isShipped = ({ afterSale }: OrderRow, shipmentId: string) =>
  afterSale?.shipments.some(({ id }) => id === shipmentId) ?? false;

/** Records shipments, their tracking and their delivery. */
export const shipmentsService = ({ store, progress, requestMove }: Dependencies) => ({
  /** Ships units of an order. An authorised payment is captured first. */
  async ship(orderId: string, input: ShipInput, request: KeyedRequest | undefined) {
    const row = await store.find(orderId);
    if (row) await progress.captureNow(row);
    return requestMove({
      orderId,
      request,
      decide: (current, context) =>
        isShipped(current, input.shipmentId) ? undefined : shipMove(current, input, context),
      answer: shipmentAnswer(input.shipmentId, 201),
    });
  },

  /** Changes the tracking of a shipment. */
  async track(shipmentId: string, patch: TrackingPatch, request: KeyedRequest | undefined) {
    const orderId = await store.orderIdOf(shipmentId);
    if (!orderId) throw orderNotFound();
    return requestMove({
      orderId,
      request,
      decide: (row) => trackingMove(row, shipmentId, patch),
      answer: shipmentAnswer(shipmentId, 200),
    });
  },

  /** Records that a shipment, or all shipments of an order, reached the buyer. */
  deliver: (orderId: string, shipmentId: string | undefined, request: KeyedRequest | undefined) =>
    requestMove({
      orderId,
      request,
      decide: (row, context) => deliverMove(row, shipmentId, context),
      answer: (row) => ({ status: 200, body: JSON.stringify(orderView(row)) }),
    }),
});
export type ShipmentsService = ReturnType<typeof shipmentsService>;
