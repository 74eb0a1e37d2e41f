import type { OrderPaymentStatus, OrderStatus } from "#contract/orders";

/** The life of an order: from each status to those it may move on to. */
export const ORDER_MOVES: Record<OrderStatus, readonly OrderStatus[]> = {
  pending: ["payment_requested", "cancelled", "failed"],
  payment_requested: ["confirmed", "cancelled", "failed"],
  confirmed: ["shipped", "cancelled"],
  shipped: ["delivered"],
  delivered: [],
  cancelled: [],
  failed: [],
};

export const mayMove = (from: OrderStatus, to: OrderStatus) => ORDER_MOVES[from].includes(to);

/** Whether what becomes of its payment still decides about an order. */
export const hangsOnPayment = (order: { status: OrderStatus; paymentStatus: OrderPaymentStatus }) =>
  order.status === "payment_requested" ||
  (order.status === "confirmed" && order.paymentStatus === "authorized");

/** Whether an order of this status still holds its cart frozen, has emptied it, or has let it go. */
export const CART_AFTER: Record<OrderStatus, "placing" | "completed" | "open"> = {
  pending: "placing",
  payment_requested: "placing",
  confirmed: "completed",
  shipped: "completed",
  delivered: "completed",
  cancelled: "open",
  failed: "open",
};
