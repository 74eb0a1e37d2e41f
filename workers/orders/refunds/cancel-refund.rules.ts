/** The id of the refund of a cancelled order. It is derived, because an order is cancelled once. */
export const cancelRefundId = (orderId: string) => orderId.replace(/^ord_/, "ref_");
