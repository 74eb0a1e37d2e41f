import type { MessageKind } from "#contract/notifications";
import type { OrdersRpc, PlacedOrder } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import type { DeliveryService } from "./delivery.service";
import type { Content } from "./mails/content.rules";
import { orderCancelledMail } from "./mails/order-cancelled.mail";
import { orderConfirmedMail } from "./mails/order-confirmed.mail";
import { orderDeliveredMail } from "./mails/order-delivered.mail";
import type { AboutOrder } from "./mails/order-letter.mail";
import { orderLinkMail } from "./mails/order-link.mail";
import { orderRefundedMail } from "./mails/order-refunded.mail";
import {
  returnApprovedMail,
  returnReceivedMail,
  returnRejectedMail,
  returnRequestedMail,
} from "./mails/order-return.mail";
import { orderShippedMail } from "./mails/order-shipped.mail";
import type { ShopMailService } from "./shop-mail.service";

interface Dependencies {
  delivery: Pick<DeliveryService, "deliver">;
  orders: Pick<OrdersRpc, "orderForMail">;
  shopMail: ShopMailService;
}

interface OrderMessage {
  kind: MessageKind;
  orderId: string;
  /** The shipment, refund or return that the message is about; the order itself by default. */
  subjectId?: string;
  eventId: string;
  /** Returns null if there is nothing to say any more. */
  render(about: AboutOrder): Content | null;
}

/** Mails about a return. */
const RETURN_MAILS = {
  "return-requested": returnRequestedMail,
  "return-approved": returnApprovedMail,
  "return-rejected": returnRejectedMail,
  "return-received": returnReceivedMail,
} as const;

interface ReturnMessage {
  kind: keyof typeof RETURN_MAILS;
  orderId: string;
  returnId: string;
  eventId: string;
}

interface Cancelled {
  orderId: string;
  reason: string;
  wasConfirmed?: boolean | undefined;
}

const arrivedWith = ({ shipments }: PlacedOrder, shipmentId: string) => {
  const deliveredAt = shipments.find(({ id }) => id === shipmentId)?.deliveredAt ?? null;
  if (deliveredAt === null) return null;
  // One event may record several parcels.
  const together = shipments.filter((shipment) => shipment.deliveredAt === deliveredAt);
  return { deliveredAt, units: together.flatMap(({ lines }) => lines) };
};

/**
 * Sends mails about orders. Each is rendered from the order as it is when the mail is sent, so events may
 * arrive late and out of order.
 */
export const orderMessagesService = ({ delivery, orders, shopMail }: Dependencies) => {
  const send = ({ kind, orderId, subjectId = orderId, eventId, render }: OrderMessage) =>
    delivery.deliver({
      kind,
      subjectId,
      userId: null,
      orderId,
      eventId,
      async render() {
        const order = await orders.orderForMail(orderId, currentTrace());
        // The order of an erased account has no address.
        return order?.email ? shopMail(order.email, (shop) => render({ order, shop })) : null;
      },
    });

  return {
    orderConfirmed: (orderId: string, eventId: string) =>
      send({ kind: "order-confirmed", orderId, eventId, render: orderConfirmedMail }),

    /** Sends the link to an order. Each request causes its own mail. */
    orderLink: (orderId: string, eventId: string) =>
      send({ kind: "order-link", orderId, subjectId: eventId, eventId, render: orderLinkMail }),

    /** Informs the buyer of a cancelled order, unless it was never confirmed. */
    async orderCancelled({ orderId, reason, wasConfirmed }: Cancelled, eventId: string) {
      if (wasConfirmed !== true) return;
      await send({
        kind: "order-cancelled",
        orderId,
        eventId,
        render: (about) => orderCancelledMail({ ...about, reason }),
      });
    },

    orderShipped: (orderId: string, shipmentId: string, eventId: string) =>
      send({
        kind: "order-shipped",
        orderId,
        subjectId: shipmentId,
        eventId,
        render(about) {
          const shipment = about.order.shipments.find(({ id }) => id === shipmentId);
          if (!shipment?.shippedAt) return null;
          const { shippedAt } = shipment;
          return orderShippedMail({ ...about, shipment: { ...shipment, shippedAt } });
        },
      }),

    orderDelivered: (orderId: string, shipmentId: string, eventId: string) =>
      send({
        kind: "order-delivered",
        orderId,
        subjectId: shipmentId,
        eventId,
        render(about) {
          const arrived = arrivedWith(about.order, shipmentId);
          return arrived && orderDeliveredMail({ ...about, ...arrived });
        },
      }),

    /** Informs the buyer of a step of a return. */
    ofReturn: ({ kind, orderId, returnId, eventId }: ReturnMessage) =>
      send({
        kind,
        orderId,
        subjectId: returnId,
        eventId,
        render(about) {
          const returned = about.order.returns.find(({ id }) => id === returnId);
          return returned ? RETURN_MAILS[kind]({ ...about, returned }) : null;
        },
      }),

    /** Informs the buyer of a refund, unless it has failed since. */
    orderRefunded: (orderId: string, refundId: string, eventId: string) =>
      send({
        kind: "order-refunded",
        orderId,
        subjectId: refundId,
        eventId,
        render(about) {
          const refund = about.order.refunds.find(({ id }) => id === refundId);
          return refund?.status === "succeeded" ? orderRefundedMail({ ...about, refund }) : null;
        },
      }),
  };
};
export type OrderMessagesService = ReturnType<typeof orderMessagesService>;
