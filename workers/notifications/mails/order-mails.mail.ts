import type { OrderMailKind } from "#contract/notifications";
import type { PlacedOrder } from "#contract/orders";
import type { Content } from "./content.rules";
import { orderCancelledMail } from "./order-cancelled.mail";
import { orderConfirmedMail } from "./order-confirmed.mail";
import { orderDeliveredMail } from "./order-delivered.mail";
import { orderEditedMail, paymentLinkMail } from "./order-edited.mail";
import { orderFilesMail } from "./order-files.mail";
import type { AboutOrder } from "./order-letter.mail";
import { orderLinkMail } from "./order-link.mail";
import { orderReadyMail } from "./order-ready.mail";
import { orderRefundedMail } from "./order-refunded.mail";
import {
  returnApprovedMail,
  returnReceivedMail,
  returnRejectedMail,
  returnRequestedMail,
} from "./order-return.mail";
import { orderShippedMail } from "./order-shipped.mail";

/** What a mail is about beside its order. */
interface Subject {
  /** The id of the shipment, refund or return, or of the order itself. */
  subject: string;
  /** What the event says beside ids. */
  detail: string | null;
}

/** Renders a mail from the order as it is now; null if there is nothing to say any more. */
type Render = (about: AboutOrder, subject: Subject) => Content | null;

const arrivedWith = ({ shipments }: PlacedOrder, shipmentId: string) => {
  const deliveredAt = shipments.find(({ id }) => id === shipmentId)?.deliveredAt ?? null;
  if (deliveredAt === null) return null;
  // One event may record several parcels.
  const together = shipments.filter((shipment) => shipment.deliveredAt === deliveredAt);
  return { deliveredAt, units: together.flatMap(({ lines }) => lines) };
};

/** Returns units that wait to be collected; null if the buyer has them, or will not get them. */
const waitingUnits = ({ status, shipments }: PlacedOrder, shipmentId: string) => {
  const shipment = shipments.find(({ id }) => id === shipmentId);
  if (status === "cancelled" || !shipment?.readyAt || shipment.deliveredAt !== null) return null;
  return { ...shipment, readyAt: shipment.readyAt };
};

const ofReturn =
  (render: typeof returnApprovedMail): Render =>
  (about, { subject }) => {
    const returned = about.order.returns.find(({ id }) => id === subject);
    return returned ? render({ ...about, returned }) : null;
  };

/** Every mail about an order. */
export const ORDER_MAILS: Record<OrderMailKind, Render> = {
  "order-confirmed": orderConfirmedMail,
  "order-link": orderLinkMail,
  "order-cancelled": (about, { detail }) => orderCancelledMail({ ...about, reason: detail ?? "" }),
  // The mail about the cancellation says all that is left to say.
  "order-edited": (about) => (about.order.status === "cancelled" ? null : orderEditedMail(about)),
  "payment-link": (about) => (about.order.amountDue.amount === 0 ? null : paymentLinkMail(about)),
  "order-shipped": (about, { subject }) => {
    const shipment = about.order.shipments.find(({ id }) => id === subject);
    if (!shipment?.shippedAt) return null;
    if (shipment.digital) return orderFilesMail({ ...about, units: shipment.lines });
    const { shippedAt } = shipment;
    return orderShippedMail({ ...about, shipment: { ...shipment, shippedAt } });
  },
  "order-ready-for-pickup": (about, { subject }) => {
    const ready = waitingUnits(about.order, subject);
    return ready && orderReadyMail({ ...about, ready });
  },
  "order-delivered": (about, { subject }) => {
    const arrived = arrivedWith(about.order, subject);
    return arrived && orderDeliveredMail({ ...about, ...arrived });
  },
  // A refund may have failed since.
  "order-refunded": (about, { subject }) => {
    const refund = about.order.refunds.find(({ id }) => id === subject);
    return refund?.status === "succeeded" ? orderRefundedMail({ ...about, refund }) : null;
  },
  "return-requested": ofReturn(returnRequestedMail),
  "return-approved": ofReturn(returnApprovedMail),
  "return-rejected": ofReturn(returnRejectedMail),
  "return-received": ofReturn(returnReceivedMail),
};
