import type { OrderPaymentStatus, OrderStatus } from "#contract/orders";

/** For each status of an order: the statuses that it may move to. */
export const ORDER_MOVES: Record<OrderStatus, readonly OrderStatus[]> = {
  pending: ["payment_requested", "cancelled", "failed"],
  payment_requested: ["confirmed", "cancelled", "failed"],
  // A hand-over in the shop is shipped and delivered at once.
  confirmed: ["shipped", "delivered", "cancelled"],
  // An exchange gives the order units to ship again.
  shipped: ["delivered", "confirmed"],
  delivered: ["confirmed"],
  cancelled: [],
  failed: [],
};

export const mayMove = (from: OrderStatus, to: OrderStatus) => ORDER_MOVES[from].includes(to);

/** The statuses of an order that was sold. With a pending payment, its money is still expected. */
const SOLD: readonly OrderStatus[] = ["confirmed", "shipped", "delivered"];

export const isSold = ({ status }: { status: OrderStatus }) => SOLD.includes(status);

/** Returns whether the order's next move depends on its payment. */
export const dependsOnPayment = (order: {
  status: OrderStatus;
  paymentStatus: OrderPaymentStatus;
}) =>
  order.status === "payment_requested" ||
  (order.paymentStatus === "authorized" && ["confirmed", "cancelled"].includes(order.status)) ||
  (order.paymentStatus === "pending" && isSold(order));

/** The state of the cart for each status of its order: frozen, completed, or open again. */
export const CART_AFTER: Record<OrderStatus, "placing" | "completed" | "open"> = {
  pending: "placing",
  payment_requested: "placing",
  confirmed: "completed",
  shipped: "completed",
  delivered: "completed",
  cancelled: "open",
  failed: "open",
};
