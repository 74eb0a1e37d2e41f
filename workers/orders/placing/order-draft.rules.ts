import type { Placement } from "#contract/orders";
import type { OrderRow } from "#orders/order/order.rules";
import { unitsOf } from "./limits.rules";

interface Draft {
  id: string;
  number: string;
  /** Digest of the client's network; null if the network is unknown. */
  network: string | null;
  nowMs: number;
}

/** Returns the database row of a new order that waits for its payment. */
export const orderDraft = (
  placement: Placement,
  { id, number, network, nowMs }: Draft,
): OrderRow => {
  const { request, payment, totals, lines, discounts, policies, taxRatePpm } = placement;
  const { note, sms, shippingAddress, billingAddress, shippingOption, pricedFor } = placement;
  return {
    id,
    number,
    cartId: placement.cartId,
    customerId: placement.customerId,
    status: "payment_requested",
    paymentStatus: "pending",
    fulfillmentStatus: "unfulfilled",
    currency: placement.currency,
    totalMinor: totals.total.amount,
    capturedMinor: 0,
    refundedMinor: 0,
    afterSale: null,
    email: placement.email,
    snapshot: {
      lines,
      discounts,
      totals,
      note,
      shippingAddress,
      billingAddress,
      shippingOption,
      sms,
      taxRatePpm,
      ...(pricedFor === undefined ? {} : { pricedFor }),
      policies,
    },
    attempt: 1,
    paymentMethod: payment.method,
    paymentToken: payment.token,
    saveMethod: payment.save ?? false,
    returnUrl: payment.returnUrl,
    openCharge: null,
    chargeDueAt: null,
    refundDueAt: null,
    payment: null,
    requestScope: request.scope,
    requestKey: request.key,
    network,
    units: unitsOf(placement),
    reservedUntil: null,
    unpaidSince: null,
    // The two timeline entries of `placedMove`.
    sequence: 2,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
};
