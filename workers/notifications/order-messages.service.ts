import type { OrderMailKind, OrderSmsKind } from "#contract/notifications";
import type { OrdersRpc } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import type { DeliveryService } from "./delivery.service";
import type { SmsMessagesService } from "./sms/sms-messages.service";
import { once, together } from "./together.rules";

interface Dependencies {
  delivery: DeliveryService;
  /** Undefined if the shop sends no SMS. */
  sms: SmsMessagesService | undefined;
  orders: Pick<OrdersRpc, "orderForMail">;
}

interface OrderMessage {
  kind: OrderMailKind;
  /** The SMS that says the same in short. */
  smsKind?: OrderSmsKind;
  orderId: string;
  /** The shipment, refund or return that the message is about; the order itself by default. */
  subjectId?: string;
  /** What the event says beside ids. */
  detail?: string;
  eventId: string;
}

interface ReturnMessage {
  kind: Extract<OrderMailKind, `return-${string}`>;
  orderId: string;
  returnId: string;
  eventId: string;
}

interface Cancelled {
  orderId: string;
  reason: string;
  wasConfirmed?: boolean | undefined;
}

/** Sends messages about orders: decides for each event which mail and which SMS it causes. */
export const orderMessagesService = ({ delivery, sms, orders }: Dependencies) => {
  const send = ({ smsKind, subjectId, ...message }: OrderMessage) => {
    const { orderId } = message;
    const readOrder = once(() => orders.orderForMail(orderId, currentTrace()));
    const about = { ...message, subjectId: subjectId ?? orderId, userId: null };
    return together([
      delivery.deliver(about, readOrder),
      Promise.resolve(smsKind && sms?.ofOrder({ ...about, kind: smsKind }, readOrder)),
    ]);
  };

  return {
    orderConfirmed: (orderId: string, eventId: string) =>
      send({ kind: "order-confirmed", smsKind: "order-confirmed-sms", orderId, eventId }),

    /** Sends the link to an order. Each request causes its own mail. */
    orderLink: (orderId: string, eventId: string) =>
      send({ kind: "order-link", orderId, subjectId: eventId, eventId }),

    /** Informs the buyer of a cancelled order, unless it was never confirmed. */
    async orderCancelled({ orderId, reason, wasConfirmed }: Cancelled, eventId: string) {
      if (wasConfirmed !== true) return;
      const kinds = { kind: "order-cancelled", smsKind: "order-cancelled-sms" } as const;
      await send({ ...kinds, orderId, detail: reason, eventId });
    },

    orderEdited: (orderId: string, editId: string, eventId: string) =>
      send({ kind: "order-edited", orderId, subjectId: editId, eventId }),

    /** Asks the buyer to pay what is due, unless it was paid since. Each request causes its own mail. */
    paymentLink: (orderId: string, eventId: string) =>
      send({ kind: "payment-link", orderId, subjectId: eventId, eventId }),

    orderShipped: (orderId: string, shipmentId: string, eventId: string) =>
      send({ kind: "order-shipped", orderId, subjectId: shipmentId, eventId }),

    /** Informs the buyer that units can be collected, unless they were since. */
    orderReady: (orderId: string, shipmentId: string, eventId: string) =>
      send({ kind: "order-ready-for-pickup", orderId, subjectId: shipmentId, eventId }),

    orderDelivered: (orderId: string, shipmentId: string, eventId: string) =>
      send({
        ...{ kind: "order-delivered", smsKind: "order-delivered-sms" },
        ...{ orderId, subjectId: shipmentId, eventId },
      }),

    /** Informs the buyer of a step of a return. */
    ofReturn: ({ kind, orderId, returnId, eventId }: ReturnMessage) =>
      send({ kind, orderId, subjectId: returnId, eventId }),

    /** Informs the buyer of a refund, unless it has failed since. */
    orderRefunded: (orderId: string, refundId: string, eventId: string) =>
      send({ kind: "order-refunded", orderId, subjectId: refundId, eventId }),
  };
};
export type OrderMessagesService = ReturnType<typeof orderMessagesService>;
