import type { Binding } from "./env";

/** Who hears what. tests/architecture.test.ts holds it against what the Workers say they hear. */
export const SUBSCRIBERS: Record<string, readonly Binding[]> = {
  "user.registered": ["NOTIFICATIONS"],
  "product.created": ["CATALOG"],
  "product.updated": ["CATALOG"],
  "inventory.low": ["CATALOG"],
  "inventory.released": ["CATALOG"],
  "inventory.adjusted": ["CATALOG"],
  "order.created": [],
  "order.confirmed": ["PAYMENTS", "CART", "NOTIFICATIONS"],
  "order.cancelled": ["PAYMENTS", "CART"],
  "payment.requested": ["ORDERS"],
  "payment.action_required": [],
  "payment.authorized": ["ORDERS"],
  "payment.succeeded": ["ORDERS"],
  "payment.failed": ["ORDERS"],
};

/** Which Worker's outbox an event came from, by its CloudEvents source. */
export const OWNERS: Record<string, Binding> = {
  "/users": "USERS",
  "/catalog": "CATALOG",
  "/orders": "ORDERS",
  "/payments": "PAYMENTS",
  "/notifications": "NOTIFICATIONS",
};
