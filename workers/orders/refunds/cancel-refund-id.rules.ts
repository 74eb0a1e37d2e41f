/**
 * Returns the id of a refund of a cancelled order. It is derived, because an order is cancelled once. Those after
 * the first refund what was left when the one before had failed.
 */
export const cancelRefundId = (orderId: string, nth = 0) =>
  `${orderId.replace(/^ord_/, "ref_")}${nth === 0 ? "" : `r${nth}`}`;
